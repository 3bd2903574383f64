"""wired: networks as texts, for tests that need one no example has."""


def chain(*nodes, start="data.x"):
    """Nodes NAME LAYER PARAMS, each wired to the one before it."""
    return ([{"name": n, "layer": l, "params": p} for n, l, p in nodes],
            [[a, b] for a, b in zip((start, *(n for n, _, _ in nodes)), (n + ".prediction" * n.startswith("loss") for n, _, _ in nodes))])


def graph(data, chains, wires, training):
    return {"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": data}, *(n for nodes, _ in chains for n in nodes)],
            "wires": [w for _, wired in chains for w in wired] + wires, "training": training}


TWO = graph({"source": "circles"}, [chain(("sums", "dense", {"units": 8}), ("bend", "relu", {}), ("near", "dense", {"units": 2}), ("loss1", "cross_entropy", {})),
                                    chain(("far", "dense", {"units": 2}), ("loss2", "cross_entropy", {"weight": 0.5}), start="bend")],
            [["data.y", "loss1.target"], ["data.y", "loss2.target"]], {"epochs": 1000})
WRITES = graph({"source": "dates", "count": 300}, [chain(("before", "delay", {}), ("told", "embedding", {"embedding_dim": 8}), ("cell", "gru", {"hidden_size": 16, "output": "all"}),
                                                         ("word", "dense", {"units": 15}), ("loss", "cross_entropy", {}), start="data.y")],
               [["data.y", "loss.target"]], {"optimizer": "adam", "lr": 0.005, "epochs": 1000})
