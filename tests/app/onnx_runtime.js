// onnx_runtime: asks models in ONNX Runtime, nothing of them put otherwise before: onnx_runtime.js FOLDER JOBS.json
//
// FOLDER holds node_modules. Each of JOBS is {model, said, inputs: {NAME: {type, dims, file}}}; its answers go to SAID.json, a list of
// {name, type, dims, file}, or {error}. Numbers stand in files of their own, one after the other.
"use strict";
const fs = require("fs");
const path = require("path");
const runtime = require(path.resolve(process.argv[2], "node_modules", "onnxruntime-node"));

const KINDS = { float32: Float32Array, int64: BigInt64Array, int32: Int32Array };

function readTensor({ type, dims, file }) {
  const bytes = fs.readFileSync(file);
  const numbers = new KINDS[type](bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return new runtime.Tensor(type, numbers, dims);
}

async function answer(job) {
  const session = await runtime.InferenceSession.create(job.model, { graphOptimizationLevel: "disabled", intraOpNumThreads: 1, logSeverityLevel: 3 });
  const inputs = {};
  for (const [name, input] of Object.entries(job.inputs)) inputs[name] = readTensor(input);
  const outputs = await session.run(inputs);
  return session.outputNames.map((name, i) => {
    const { type, dims, data } = outputs[name];
    const file = `${job.said}.${i}`;
    fs.writeFileSync(file, Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    return { name, type, dims: Array.from(dims), file };
  });
}

async function main() {
  for (const job of JSON.parse(fs.readFileSync(process.argv[3], "utf8"))) {
    let said;
    try {
      said = await answer(job);
    } catch (problem) {
      said = { error: String(problem) };
    }
    fs.writeFileSync(`${job.said}.json`, JSON.stringify(said));
  }
}

main();
