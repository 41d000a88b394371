using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Runs the pods bound to its nodes as processes of this machine: what a kubelet, a container runtime and a service proxy do. A plain
/// client of the API server, any API server.
/// </summary>
public sealed class Node : IAsyncDisposable
{
    private const int KeptLogs = 1000;
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(5);
    private readonly NodeContext _context;
    private readonly NodeOptions _options;
    private readonly Store<Pod, Pod> _pods;
    private readonly Store<ConfigMap, string> _configMaps;
    private readonly Store<Secret, string> _secrets;
    private readonly ServiceNetwork _services;
    private readonly NodeRegistration _registration;
    private readonly bool _ownsNetwork;
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _endedLogs = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private KubeletEndpoint? _kubelet;

    private Node(KubeClient client, NodeOptions options)
    {
        _options = options;
        _ownsNetwork = options.Network is null;
        var network = options.Network ?? PodNetwork.Claim();
        var random = new Random();
        _pods = new(client, ResourceTypes.Pods, pod => pod, logger: options.Logger, random: random);
        _configMaps = new(client, ResourceTypes.ConfigMaps, map => map.Metadata.ResourceVersion, logger: options.Logger, random: random);
        _secrets = new(client, ResourceTypes.Secrets, secret => secret.Metadata.ResourceVersion, logger: options.Logger, random: random);
        var hosts = new HostsFiles(Path.Combine(options.Directory, "hosts"), options.ClusterDomain);
        _services = new(client, options, _pods, hosts, random);
        _context = new()
        {
            Client = client,
            Options = options,
            Network = network,
            Sandbox = Sandboxes.Choose(options),
            Processes = new(),
            Leftovers = new(Path.Combine(options.Directory, "processes")),
            Memory = MemoryGroups.Open($"hearth-{Environment.ProcessId}-{network.NodeAddress(0)}", options.Logger),
            Hosts = hosts,
            Events = options.Nodes.ToDictionary(n => n.Name, n => new EventRecorder(client, "kubelet", n.Name, options.Logger, options.Time, host: n.Name), StringComparer.Ordinal),
            Logger = options.Logger,
            ServiceVariables = _services.Variables,
        };
        _registration = new(client, options, network);
    }

    /// <summary>The addresses that pods and nodes have.</summary>
    public PodNetwork Network => _context.Network;

    /// <summary>The server that pods must call, for example <c>https://kubernetes.default.svc</c>; a plain address where port 443 cannot be served.</summary>
    public Uri PodApiServer => _services.PodApiServer;

    /// <summary>Whether this process may make control groups.</summary>
    public bool HasMemoryLimits => _context.Memory.IsAvailable;

    /// <summary>
    /// Registers the nodes, ends what an earlier node in the same directory left behind, and runs pods until disposed.
    /// Returns when the first pods may come.
    /// </summary>
    /// <exception cref="KubeException">The API server refuses or does not answer.</exception>
    public static async Task<Node> StartAsync(KubeClient client, NodeOptions options, CancellationToken cancellationToken)
    {
        PrivateFolder.Create(options.Directory);
        var node = new Node(client, options);
        try
        {
            await node.StartAsync(cancellationToken);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the processes that a killed node left behind in its directory.</summary>
    /// <returns>How many there were.</returns>
    public static int EndLeftovers(string directory) =>
        Directory.Exists(directory) ? new Leftovers(Path.Combine(directory, "processes")).EndAll() : 0;

    /// <summary>Ends every container: asks, waits up to five seconds (none in a hurry), kills.</summary>
    public async ValueTask DisposeAsync()
    {
        var runs = _workers.Values.SelectMany(w => w.Runs()).ToList();
        foreach (var run in runs)
            run.Terminate();
        await Task.WhenAny(Task.WhenAll(runs.Select(r => r.Exited)), Task.Delay(s_grace, _options.Time, _options.Hurry));
        await _stop.CancelAsync();
        foreach (var task in _running.Values.Concat(_loops))
            await task.ContinueWith(_ => { }, TaskScheduler.Default);
        if (_kubelet is not null)
            await _kubelet.DisposeAsync();
        await _services.DisposeAsync();
        _context.Memory.Remove();
        _context.Processes.Dispose();
        if (_ownsNetwork)
            _context.Network.Dispose();
        _stop.Dispose();
    }

    // The logs of the last pods stay, for whoever asks why they failed.
    private void ForgetLogs(Pod ended)
    {
        _endedLogs.Enqueue(_context.LogFolder(ended));
        while (_endedLogs.Count > KeptLogs && _endedLogs.TryDequeue(out var folder))
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    internal PodWorker? FindWorker(string ns, string name) =>
        _workers.Values.FirstOrDefault(w => w.Pod.Metadata.Namespace == ns && w.Pod.Metadata.Name == name);

    internal Pod? FindPod(string ns, string name) =>
        FindWorker(ns, name)?.Pod ?? (_pods.Find(new(ns, name)) is { Spec.NodeName: { } bound } pod && _registration.Find(bound) is not null ? pod : null);

    internal NodeContext Context => _context;

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_context.Leftovers.EndAll() is var ended and > 0)
            NodeLog.EndedLeftovers(_options.Logger, ended);
        _pods.Changed += OnChanged;
        _configMaps.Changed += change => Refresh(change.Key, secret: false);
        _secrets.Changed += change => Refresh(change.Key, secret: true);
        _kubelet = await KubeletEndpoint.StartAsync(this, _registration.Addresses, _options.KubeletToken, cancellationToken);
        await _registration.RegisterAsync(_kubelet.Port, cancellationToken);
        _loops.AddRange(_context.Events.Values.Select(e => e.RunAsync(_stop.Token)));
        _loops.Add(_services.RunAsync(_stop.Token));
        await _services.WaitForSyncAsync(cancellationToken);
        _loops.Add(_configMaps.RunAsync(_stop.Token));
        _loops.Add(_secrets.RunAsync(_stop.Token));
        _loops.Add(_pods.RunAsync(_stop.Token));
        _loops.Add(_registration.RunAsync(_stop.Token));
        await _pods.WaitForSyncAsync(cancellationToken);
        RemoveFoldersOfTheGone();
    }

    // What an earlier node in this directory kept of pods that nobody knows any more.
    private void RemoveFoldersOfTheGone()
    {
        var known = _pods.Snapshot().Select(p => p.Value.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in ((string[])["pods", "logs"]).Select(f => Path.Combine(_options.Directory, f)).Where(Directory.Exists).SelectMany(Directory.EnumerateDirectories))
        {
            if (known.Contains(Path.GetFileName(folder).Split('_')[^1]))
                continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                NodeLog.Failed(_options.Logger, error, $"removing {folder}");
            }
        }
    }

    private void OnChanged(StoreChange<Pod> change)
    {
        if (change.Before is { Metadata.Uid: { } before } && change.After?.Metadata.Uid != before && _workers.TryGetValue(before, out var gone))
            gone.Remove();
        if (change.After is { Spec.NodeName: { Length: > 0 } nodeName } pod && _registration.Find(nodeName) is { } node)
            Run(pod, node);
    }

    // Volumes follow what they show; a pod that waits for it goes on.
    private void Refresh(ObjectKey key, bool secret)
    {
        foreach (var worker in _workers.Values)
        {
            if (worker.Pod.Metadata.Namespace == key.Namespace && PodObjects.IsShown(worker.Pod, key.Name, secret))
                worker.Refresh();
        }
    }

    private void Run(Pod pod, (string HostIP, NodeDescription Description) node)
    {
        var uid = pod.Metadata.Uid ?? "";
        if (_workers.TryGetValue(uid, out var worker))
        {
            worker.Update(pod);
            return;
        }

        // Ended pods stay as they are until somebody deletes them.
        if (pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed && pod.Metadata.DeletionTimestamp is null)
            return;
        worker = new PodWorker(_context, pod, node.HostIP, node.Description.Capacity);
        _workers[uid] = worker;
        _running[uid] = RunAsync(uid, worker);
    }

    private async Task RunAsync(string uid, PodWorker worker)
    {
        // The watching loop must not wait for pods.
        await Task.Yield();
        try
        {
            await worker.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception error)
        {
            NodeLog.PodFailed(_options.Logger, error, $"{worker.Pod.Metadata.Namespace}/{worker.Pod.Metadata.Name}", "its worker");
        }
        finally
        {
            _workers.TryRemove(uid, out _);
            _running.TryRemove(uid, out _);
            worker.Dispose();
            ForgetLogs(worker.Pod);
        }
    }
}
