using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Hearth.Simulator.Wire;

namespace Hearth.Simulator.Executor;

/// <summary>
/// A stand-in for Spark's executor backend: registers with the driver at <c>SPARK_DRIVER_URL</c>, runs tasks on
/// <c>SPARK_EXECUTOR_CORES</c> threads and ends when the driver says so or is gone. Hundreds of these start at once on a laptop, so
/// it is written with blocking sockets and threads: little code to compile, nothing to warm up.
/// </summary>
public sealed class SimulatedExecutor : IDisposable
{
    private const int DriverLost = 1;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Func<string, string?> _environment;
    private readonly TextWriter _log;
    private readonly Lock _writing = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Queue<(string Id, Instruction Instruction)> _tasks = new();
    private TextWriter? _toDriver;
    private int _exitCode = -1;

    private SimulatedExecutor(Func<string, string?> environment, TextWriter log) => (_environment, _log) = (environment, log);

    /// <summary>Runs until the driver is done; the result is the exit code of the process.</summary>
    /// <param name="environment">The variables that Spark sets for an executor.</param>
    public static int Run(Func<string, string?> environment, TextWriter log)
    {
        using var executor = new SimulatedExecutor(environment, log);
        return executor.Run();
    }

    public void Dispose() => _stopping.Dispose();

    private int Run()
    {
        var id = _environment("SPARK_EXECUTOR_ID") ?? "0";
        var cores = int.TryParse(_environment("SPARK_EXECUTOR_CORES"), out var given) ? Math.Clamp(given, 1, 64) : 1;
        if (!TryReadDriver(_environment("SPARK_DRIVER_URL"), out var host, out var port))
        {
            Log($"SPARK_DRIVER_URL is no spark://name@host:port: '{_environment("SPARK_DRIVER_URL")}'");
            return DriverLost;
        }

        using var socket = Connect(host, port);
        if (socket is null)
        {
            Log($"no driver answers at {host}:{port}");
            return DriverLost;
        }

        using var stream = new NetworkStream(socket);
        _toDriver = new StreamWriter(stream) { AutoFlush = true, NewLine = "\n" };
        Send(new Message(Message.Register, id, cores.ToString(CultureInfo.InvariantCulture), _environment("SPARK_EXECUTOR_POD_IP") ?? "127.0.0.1", _environment("SPARK_EXECUTOR_POD_NAME") ?? ""));
        Log($"simulated executor {id} with {cores} core(s) connected to {host}:{port}");
        for (var i = 0; i < cores; i++)
            new Thread(RunTasks, 256 * 1024) { IsBackground = true, Name = $"task-{i}" }.Start();
        Listen(new StreamReader(stream));
        return _exitCode;
    }

    private Socket? Connect(string host, int port)
    {
        for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < s_patience; _stopping.Wait(50))
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Connect(host, port);
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        return null;
    }

    private void Listen(StreamReader fromDriver)
    {
        try
        {
            while (_exitCode < 0 && fromDriver.ReadLine() is { } line)
            {
                var message = Message.Decode(line);
                if (message.Verb == Message.Stop)
                {
                    Log("Driver commanded a shutdown");
                    End(0);
                }
                else if (message.Verb == Message.Task && Instruction.Decode(message.Fields.AsSpan(1)) is { } instruction)
                {
                    Enqueue(message[0], instruction);
                }
            }
        }
        catch (IOException)
        {
            // The connection broke: handled as its end below.
        }

        if (_exitCode < 0)
            Log("lost the driver");
        End(DriverLost);
    }

    private void Enqueue(string id, Instruction instruction)
    {
        lock (_tasks)
        {
            _tasks.Enqueue((id, instruction));
            Monitor.Pulse(_tasks);
        }
    }

    private void RunTasks()
    {
        while (true)
        {
            (string Id, Instruction Instruction) task;
            lock (_tasks)
            {
                while (_tasks.Count == 0)
                    Monitor.Wait(_tasks);
                task = _tasks.Dequeue();
            }

            try
            {
                Run(task.Id, task.Instruction);
            }
            catch (ObjectDisposedException)
            {
                // The executor ended under this task.
                return;
            }
        }
    }

    private void Run(string id, Instruction instruction)
    {
        var started = Stopwatch.GetTimestamp();
        switch (instruction)
        {
            case Instruction.ThrowDarts darts:
                Finish(CountInside(darts.Points, darts.Seed).ToString(CultureInfo.InvariantCulture));
                break;
            case Instruction.Occupy occupy:
                _stopping.Wait(occupy.Milliseconds);
                Finish("");
                break;
            case Instruction.Throw failure:
                Send(new Message(Message.Failed, id, failure.ClassName, failure.Reason));
                break;
            case Instruction.Exit exit:
                Log($"task {id} ends this executor with {exit.Code}");
                Environment.Exit(exit.Code);
                break;
        }

        void Finish(string result) => Send(new Message(Message.Done, id, ((long)Stopwatch.GetElapsedTime(started).TotalMilliseconds).ToString(CultureInfo.InvariantCulture), result));
    }

    /// <summary>Spark's example: points of a square of side 2 that fall into the circle of radius 1.</summary>
    private static int CountInside(int points, int seed)
    {
        var state = ((ulong)(uint)seed * 0x9E3779B97F4A7C15) | 1;
        var inside = 0;
        for (var i = 0; i < points; i++)
        {
            var (x, y) = (Next(ref state), Next(ref state));
            if ((x * x) + (y * y) <= 1)
                inside++;
        }

        return inside;
    }

    /// <summary>xorshift64*, mapped to [-1, 1).</summary>
    private static double Next(ref ulong state)
    {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        return ((state * 0x2545F4914F6CDD1D) >> 11) * (2.0 / (1UL << 53)) - 1;
    }

    private void Send(Message message)
    {
        try
        {
            lock (_writing)
                _toDriver!.WriteLine(message.Encode());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The reading side notices the same and ends the process.
        }
    }

    private void End(int exitCode)
    {
        if (_exitCode < 0)
            _exitCode = exitCode;
        _stopping.Set();
    }

    private static bool TryReadDriver(string? url, out string host, out int port)
    {
        (host, port) = ("", 0);
        var at = url?.LastIndexOf('@') ?? -1;
        var colon = url?.LastIndexOf(':') ?? -1;
        if (at < 0 || colon <= at)
            return false;
        host = url![(at + 1)..colon];
        return int.TryParse(url.AsSpan(colon + 1), out port) && host.Length > 0;
    }

    private void Log(string line) => _log.WriteLine("hearth simulator: " + line);
}
