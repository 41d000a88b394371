#!/usr/bin/env bash
# The whole process of a submission, 'hearth submit' of a published build beside the real spark-submit, to one and the same API server.
# Prints the median of wall clock and of processor time, and the most memory. Every object that it creates goes again.
# Usage: KUBECONFIG=FILE bench/submit.sh HEARTH [SPARK_HOME [RUNS]]
set -euo pipefail
hearth=$1 spark=${2:-} runs=${3:-7}
server=$(kubectl config view --minify -o 'jsonpath={.clusters[0].cluster.server}')
certificate=$(kubectl config view --minify --flatten -o 'jsonpath={.clusters[0].cluster.certificate-authority}')
token=$(kubectl config view --minify --raw -o 'jsonpath={.users[0].user.token}')
folder=$(mktemp -d)
trap 'kubectl delete pods -l spark-app-name=bench --wait=false > /dev/null 2>&1; rm -rf "$folder"' EXIT
mkdir "$folder/conf"
unset SPARK_HOME HADOOP_CONF_DIR
export SPARK_CONF_DIR=$folder/conf
printf '%s' "$token" > "$folder/token"

# The submitter is given what it would find in the kubeconfig: Spark takes the address from its master only.
application=(--master "k8s://$server" --deploy-mode cluster --name bench --class org.apache.spark.examples.SparkPi
  --conf spark.kubernetes.container.image=apache/spark:4.3.0 --conf spark.kubernetes.submission.waitAppCompletion=false
  --conf "spark.kubernetes.authenticate.submission.oauthTokenFile=$folder/token"
  ${certificate:+--conf "spark.kubernetes.authenticate.submission.caCertFile=$certificate"}
  --conf spark.executor.instances=2 local:///opt/spark/examples/jars/spark-examples.jar 100)

measure() {
  python3 - "$runs" "$@" <<'P'
import os, subprocess, sys, time
wall, cpu, memory = [], [], 0
for _ in range(int(sys.argv[1])):
    begin = time.monotonic()
    process = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, used = os.wait4(process.pid, 0)
    if status: sys.exit(f"{sys.argv[2]} ended with {os.waitstatus_to_exitcode(status)}:\n{said}")
    wall.append(time.monotonic() - begin); cpu.append(used.ru_utime + used.ru_stime); memory = max(memory, used.ru_maxrss)
median = lambda values: sorted(values)[len(values) // 2]
print(f"{median(wall):.2f} s wall clock, {median(cpu):.2f} s of processor time, {memory // 1024} MiB at most, median of {len(wall)}, best {min(wall):.2f} s")
P
}

echo "load before: $(cut -d' ' -f1-3 /proc/loadavg)"
ours=$(measure "$hearth" submit "${application[@]}")
echo "hearth submit: $ours"
[ -n "$spark" ] || exit 0
theirs=$(measure "$spark/bin/spark-submit" "${application[@]}")
echo "spark-submit: $theirs"
