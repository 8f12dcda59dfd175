#!/bin/sh
# Makes the bundled masked model from nothing, deterministic from the seed. usage: build-cloze.sh WORK_FOLDER [SEED]
# Needs `npm ci` in the repository, and PYTHON = a Python 3 with torch 2.13, transformers 5.18, tokenizers, onnx, onnxruntime and numpy.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
seed=${2:-1}
python=${PYTHON:-python3}
model=$here/../../media/models/review-cloze
labelled=$here/../../test/fixtures/cloze
export OPENBLAS_NUM_THREADS=1
node "$here/cloze.mjs" "$work/data" --seed "$seed"
node "$here/cloze.mjs" "$labelled" --labelled
"$python" "$here/cloze-tokenizer.py" "$work/data" "$model"
"$python" "$here/cloze-train.py" "$work/data" "$model" "$work/run" --seed "$seed"
"$python" "$here/cloze-export.py" "$work/run/last.pt" "$model"
"$python" "$here/cloze-evaluate.py" "$work/data" "$model" "$labelled" "$work/report.json"
