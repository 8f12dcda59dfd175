#!/bin/sh
# Makes the bundled chat model from nothing.
#   scripts/bundled-models/build.sh WORK_FOLDER STEPS [corpus.mjs's options]
# Needs Node 20 with the repository's node_modules, and PYTHON (default python3) with requirements.txt and a C++ compiler.
# STEPS is in the model card. On two cores of a server processor with AVX-512 bf16 or AMX 10,000 take 65 minutes. A file
# WORK_FOLDER/run/pause ends it, and the same command goes on from there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$1
steps=$2
shift 2
python=${PYTHON:-python3}
model=$here/../../media/models/story-chat
report=$work/report.json
# glibc gives memory back to the system hundreds of times a step otherwise, and gets it back page by page.
export MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 MALLOC_TOP_PAD_=67108864
mkdir -p "$work"
node "$here/corpus.mjs" "$work/data" "$@"
"$python" "$here/tokenizer.py" "$work/data" "$model" 4096
"$python" "$here/train.py" "$work/data" "$model" "$work/run" --steps "$steps"
"$python" "$here/export.py" "$work/run/last.pt" "$model"
"$python" "$here/evaluate.py" "$work/run/last.pt" "$work/data" "$model" "$report" --limit 1000
"$python" "$here/card.py" "$report" "$model/README.md"
node "$here/verify.mjs" "$model" "$work/data" "$report"
