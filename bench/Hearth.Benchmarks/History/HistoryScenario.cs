using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.History.EventLogs;

namespace Hearth.Benchmarks.History;

/// <summary>
/// The history server as a process, over logs that are generated for it: time to the first answer, cold and warm, and memory; lists of many
/// applications. <c>history HEARTH [SPARK_HOME]</c> names the published binary, and a Spark to run beside it.
/// </summary>
internal static partial class HistoryScenario
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromMinutes(10) };

    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var (logs, reason) = await GeneratedLogs.PrepareAsync();
        if (logs is null || arguments.Length == 0)
        {
            await output.WriteLineAsync($"skipped: {(logs is null ? reason : "name the published hearth")}");
            logs?.Dispose();
            return;
        }

        using (logs)
            await MeasureAsync(new Runner(arguments[0], logs, output), arguments.ElementAtOrDefault(1), 545, [1000, 2000, 4000], 10_000);
    }

    /// <summary>Small logs, and no process: the server is measured by <c>bench/smoke</c> where a binary is.</summary>
    public static async Task SmokeAsync(TextWriter output)
    {
        var (logs, reason) = await GeneratedLogs.PrepareAsync();
        if (logs is null)
        {
            await output.WriteLineAsync("skipped: " + reason);
            return;
        }

        using (logs)
        {
            var plain = await logs.PlainAsync(5);
            foreach (var codec in (Codec[])[Codec.Zstd, Codec.Lz4, Codec.Snappy])
            {
                using var text = Codecs.Decode(File.OpenRead(logs.Compressed(plain, codec)), codec);
                using var copy = new MemoryStream();
                await text.CopyToAsync(copy);
                if (copy.Length != new FileInfo(plain).Length)
                    throw new InvalidOperationException($"{codec} does not give back its text");
            }

            if (Directory.GetFiles(logs.Many(10)).Length != 10 || !Directory.Exists(logs.Rolling(plain)))
                throw new InvalidOperationException("logs are missing");
        }
    }

    private static async Task MeasureAsync(Runner runner, string? sparkHome, int megabytes, int[] growing, int many)
    {
        await runner.HeadAsync();
        var plain = await runner.Logs.PlainAsync(megabytes);
        await runner.ColdAndWarmAsync($"{megabytes} MB, plain", Path.GetDirectoryName(plain)!, megabytes);
        foreach (var codec in (Codec[])[Codec.Zstd, Codec.Lz4, Codec.Snappy])
        {
            var file = runner.Logs.Compressed(plain, codec);
            await runner.ColdAndWarmAsync($"{megabytes} MB in {codec} ({new FileInfo(file).Length / 1_000_000} MB)", Path.GetDirectoryName(file)!, megabytes);
            File.Delete(file);
        }

        var rolling = runner.Logs.Rolling(plain);
        await runner.ColdAndWarmAsync($"{megabytes} MB in rolling zstd files", Path.GetDirectoryName(rolling)!, megabytes);
        Directory.Delete(rolling, recursive: true);
        if (sparkHome is not null)
            await runner.SparkAsync($"{megabytes} MB, plain, Spark's own server", sparkHome, Path.GetDirectoryName(plain)!, megabytes);
        File.Delete(plain);
        foreach (var size in growing)
        {
            var larger = await runner.Logs.PlainAsync(size);
            await runner.ColdAndWarmAsync($"{size} MB, plain", Path.GetDirectoryName(larger)!, size);
            File.Delete(larger);
        }

        await runner.ListAsync($"list of {many:N0} applications", runner.Logs.Many(many));
    }

    /// <summary>Starts servers and prints a row of a table for each.</summary>
    private sealed class Runner(string hearth, GeneratedLogs logs, TextWriter output)
    {
        public GeneratedLogs Logs => logs;

        public async Task HeadAsync()
        {
            await output.WriteLineAsync("| What | first answer | MB/s | processor s, start to first answer | anonymous MB, steady | resident MB, steady | resident MB, peak |");
            await output.WriteLineAsync("|---|---|---|---|---|---|---|");
        }

        public async Task ColdAndWarmAsync(string what, string folder, int megabytes)
        {
            var snapshots = Path.Combine(logs.Root, "snapshots");
            await MeasureAsync(what, folder, megabytes, snapshots);
            await MeasureAsync(what + ", warm", folder, megabytes, snapshots);
            Directory.Delete(snapshots, recursive: true);
        }

        public async Task ListAsync(string what, string folder)
        {
            var snapshots = Path.Combine(logs.Root, "snapshots");
            foreach (var state in (string[])["cold", "after a restart"])
            {
                using var server = Hearth(folder, snapshots);
                var address = await AddressAsync(server);
                var clock = Stopwatch.StartNew();
                await s_client.GetByteArrayAsync(new Uri(address, "api/v1/applications"));
                var (first, work) = (clock.Elapsed, Work(server));
                clock.Restart();
                await s_client.GetByteArrayAsync(new Uri(address, "api/v1/applications"));
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"| {what}, {state} | {first.TotalMilliseconds:F0} ms, then {clock.Elapsed.TotalMilliseconds:F0} ms | - | {work:F2} | {Memory(server)}"));
                server.Kill();
                await server.WaitForExitAsync();
            }

            Directory.Delete(snapshots, recursive: true);
        }

        public async Task SparkAsync(string what, string home, string folder, int megabytes)
        {
            var start = new ProcessStartInfo("java")
            {
                UseShellExecute = false,
                ArgumentList =
                {
                    "-Xmx3g", "-cp", home + "/jars/*", "-Dspark.history.fs.logDirectory=file://" + folder, "-Dspark.history.ui.port=0",
                    "org.apache.spark.deploy.history.HistoryServer",
                },
                RedirectStandardError = true,
                Environment = { ["SPARK_LOCAL_IP"] = "127.0.0.1" },
            };
            using var server = Process.Start(start)!;
            Uri? address = null;
            while (address is null && await server.StandardError.ReadLineAsync() is { } line)
                address = Started().Match(line) is { Success: true } match ? new Uri($"http://127.0.0.1:{match.Groups[1].Value}/") : null;
            _ = server.StandardError.ReadToEndAsync();
            await RowAsync(what, server, address!, megabytes);
        }

        private async Task MeasureAsync(string what, string folder, int megabytes, string snapshots)
        {
            using var server = Hearth(folder, snapshots);
            await RowAsync(what, server, await AddressAsync(server), megabytes);
        }

        private async Task RowAsync(string what, Process server, Uri address, int megabytes)
        {
            string? id = null;
            for (; id is null; await Task.Delay(100))
            {
                using var list = JsonDocument.Parse(await s_client.GetByteArrayAsync(new Uri(address, "api/v1/applications")));
                id = list.RootElement.GetArrayLength() > 0 ? list.RootElement[0].GetProperty("id").GetString() : null;
            }

            var clock = Stopwatch.StartNew();
            await s_client.GetByteArrayAsync(new Uri(address, $"api/v1/applications/{id}/jobs"));
            var (first, work) = (clock.Elapsed, Work(server));

            // Until the snapshot is stored and the heap given back.
            await Task.Delay(TimeSpan.FromSeconds(3));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {what} | {first.TotalMilliseconds:F0} ms | {megabytes / first.TotalSeconds:F0} | {work:F2} | {Memory(server)}"));
            await output.FlushAsync();
            server.Kill();
            await server.WaitForExitAsync();
        }

        private Process Hearth(string folder, string snapshots) =>
            Process.Start(new ProcessStartInfo(hearth, ["history", "--log-dir", folder, "--port", "0", "--snapshot-dir", snapshots]) { RedirectStandardOutput = true, UseShellExecute = false })!;

        private static async Task<Uri> AddressAsync(Process server)
        {
            while (await server.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.StartsWith("history server: ", StringComparison.Ordinal))
                    return new Uri(line["history server: ".Length..]);
            }

            throw new InvalidOperationException("the history server did not start");
        }

        /// <summary>Seconds of processor time since the process started: what follows the answer, such as writing the snapshot, is not in it.</summary>
        private static double Work(Process server)
        {
            server.Refresh();
            return server.TotalProcessorTime.TotalSeconds;
        }

        private static string Memory(Process server)
        {
            var status = File.ReadAllLines($"/proc/{server.Id}/status");
            long Of(string name) => long.Parse(status.First(l => l.StartsWith(name + ":", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
            return $"{Of("RssAnon")} | {Of("VmRSS")} | {Of("VmHWM")} |";
        }
    }

    [GeneratedRegex("started at http://[^:]+:(\\d+)")]
    private static partial Regex Started();
}
