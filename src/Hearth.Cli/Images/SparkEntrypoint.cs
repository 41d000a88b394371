using Hearth.Cli.State;

namespace Hearth.Cli.Images;

/// <summary>The entrypoint of a Spark container, for distributions that bring none: what Spark's published images do.</summary>
internal static class SparkEntrypoint
{
    private const string Script = """
        #!/bin/bash
        # Entrypoint of Spark containers: 'driver ...', 'executor', or any command.
        set -e
        SPARK_HOME="${SPARK_HOME:-/opt/spark}"
        case "$1" in
          driver)
            shift
            exec "$SPARK_HOME/bin/spark-submit" \
              --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS" \
              --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS" \
              --deploy-mode client "$@"
            ;;
          executor)
            options=()
            for ((i = 0; ; i++)); do
              name="SPARK_JAVA_OPT_$i"
              [ -n "${!name+set}" ] || break
              options+=("${!name}")
            done
            classpath="$SPARK_CONF_DIR:$SPARK_HOME/conf:$SPARK_HOME/jars/*"
            [ -z "$SPARK_EXTRA_CLASSPATH" ] || classpath="$SPARK_EXTRA_CLASSPATH:$classpath"
            [ -z "$SPARK_DIST_CLASSPATH" ] || classpath="$classpath:$SPARK_DIST_CLASSPATH"
            [ -z "$HADOOP_CONF_DIR" ] || classpath="$HADOOP_CONF_DIR:$classpath"
            exec "$JAVA_HOME/bin/java" "${options[@]}" \
              "-Xms$SPARK_EXECUTOR_MEMORY" "-Xmx$SPARK_EXECUTOR_MEMORY" -cp "$classpath" \
              org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend \
              --driver-url "$SPARK_DRIVER_URL" --executor-id "$SPARK_EXECUTOR_ID" --cores "$SPARK_EXECUTOR_CORES" \
              --app-id "$SPARK_APPLICATION_ID" --hostname "$SPARK_EXECUTOR_POD_IP" \
              --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID" --podName "$SPARK_EXECUTOR_POD_NAME"
            ;;
          *)
            exec "$@"
            ;;
        esac

        """;

    private const string DecommissionScript = """
        #!/bin/bash
        # The preStop hook of executors with spark.decommission.enabled: asks the executor to hand over its blocks, and waits for its end.
        for process in /proc/[0-9]*; do
          if tr '\0' ' ' < "$process/cmdline" 2> /dev/null | grep -q "KubernetesExecutorBackend.*--podName $SPARK_EXECUTOR_POD_NAME "; then
            kill -s PWR "${process#/proc/}"
            timeout 60 tail --pid="${process#/proc/}" -f /dev/null
          fi
        done

        """;

    /// <summary>Writes the script, replacing an older one; the result is its path.</summary>
    public static string Write(HearthHome home) => Write(home, "spark-entrypoint.sh", Script);

    /// <summary>What published images have at <c>/opt/decom.sh</c>.</summary>
    public static string WriteDecommission(HearthHome home) => Write(home, "spark-decommission.sh", DecommissionScript);

    /// <summary>
    /// Writes the machine's accounts and, as Spark's published images have it, one of number 185: without an entry Java knows no home
    /// and Hadoop no name. The result is the file's path.
    /// </summary>
    public static string WriteAccounts(HearthHome home)
    {
        const string Accounts = "/etc/passwd";
        var own = File.Exists(Accounts) ? File.ReadAllLines(Accounts) : [];
        var lines = own.Any(line => line.Split(':') is [_, _, "185", ..]) ? own : [.. own, "spark:x:185:0:Spark:/tmp:/bin/bash"];
        return Write(home, "passwd", string.Join('\n', lines) + "\n");
    }

    private static string Write(HearthHome home, string name, string content)
    {
        var path = Path.Combine(home.Scripts, name);
        if (File.Exists(path) && File.ReadAllText(path) == content)
            return path;
        var draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(draft, content);
        if (!OperatingSystem.IsWindows() && name.EndsWith(".sh", StringComparison.Ordinal))
            File.SetUnixFileMode(draft, File.GetUnixFileMode(draft) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        File.Move(draft, path, overwrite: true);
        return path;
    }
}
