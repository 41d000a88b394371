#!/usr/bin/env bash
# Start-up of a published build: 'hearth dev' until ready, and the whole of 'hearth run samples/spark-pi.yaml' by the simulator.
# Usage: bench/start.sh HEARTH [RUNS]
set -euo pipefail
shopt -s inherit_errexit
cd "$(dirname "$0")/.."
hearth=$1 runs=${2:-7}
HEARTH_HOME=$(mktemp -d); export HEARTH_HOME
trap 'rm -rf "$HEARTH_HOME"' EXIT
unset SPARK_HOME KUBECONFIG

now() { date +%s%3N; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

show() { cat "$HEARTH_HOME/out" >&2; return 1; }

ready() {
  local begin; begin=$(now)
  "$hearth" dev --no-operator > "$HEARTH_HOME/out" 2>&1 & local pid=$!
  until grep -qs 'is ready' "$HEARTH_HOME/out"; do kill -0 "$pid" 2> /dev/null || show; sleep 0.005; done
  echo $(($(now) - begin))
  kill "$pid"; wait "$pid" || true
}

pi() {
  local begin; begin=$(now)
  "$hearth" run samples/spark-pi.yaml > "$HEARTH_HOME/out" 2>&1 || show
  echo $(($(now) - begin))
}

times=$(for _ in $(seq "$runs"); do ready; done)
echo "local cluster ready, ms (median of $runs): $(median <<< "$times")"
times=$(for _ in $(seq "$runs"); do pi; done)
echo "SparkPi simulated, whole process, ms (median of $runs): $(median <<< "$times")"
