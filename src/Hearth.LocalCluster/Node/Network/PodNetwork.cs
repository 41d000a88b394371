using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Addresses for nodes, pods and services on the loopback interface: a block <c>A.B.0.0/16</c>. Below 127.0.0.0/8 every address works
/// as it is; other blocks are made local first, which only root may.
/// </summary>
public sealed class PodNetwork : IDisposable
{
    /// <summary>The port of the kubelet endpoint; holding it claims the block for this process.</summary>
    private const int KubeletPort = 10250;
    private readonly Lock _lock = new();
    private readonly HashSet<uint> _taken = [];
    private readonly uint _block;
    private readonly uint _podLimit;
    private readonly Socket? _claim;
    private uint _next;

    private PodNetwork(IPAddress block, Socket? claim)
    {
        _block = Number(block);
        _claim = claim;
        // 127.x: the upper half is for services. The first 256 are for nodes.
        _podLimit = _block + (IsLoopback ? 0x7FFFu : 0xFFFEu);
        _next = _block + 256;
    }

    /// <summary>The block as <c>A.B.0.0/16</c>.</summary>
    public string Cidr => $"{Address(_block)}/16";

    /// <summary>The half of a loopback block that is left to services, as <c>127.B.128.0/17</c>.</summary>
    public IPNetwork Services => new(Address(_block + 0x8000), 17);

    internal bool IsLoopback => _block >> 24 == 127;

    /// <summary>Claims a block <c>127.B.0.0/16</c> that no other cluster of this machine uses; it is free again when the process ends.</summary>
    public static PodNetwork Claim()
    {
        for (var b = 16; b < 255; b++)
        {
            var block = IPAddress.Parse($"127.{b}.0.0");
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
            try
            {
                socket.Bind(new IPEndPoint(Address(Number(block) + 255), KubeletPort));
                return new(block, socket);
            }
            catch (SocketException)
            {
                socket.Dispose();
            }
        }

        throw new InvalidOperationException("239 local clusters run on this machine already: no block of loopback addresses is free. Stop one.");
    }

    /// <summary>Uses a block <c>A.B.0.0/16</c> of any addresses, made local to this machine where they are not below 127.0.0.0/8.</summary>
    /// <exception cref="InvalidOperationException">Not allowed; the message says what to do.</exception>
    public static PodNetwork Use(string cidr)
    {
        var address = IPAddress.Parse(cidr.Split('/')[0]);
        if (!IPAddress.IsLoopback(address))
            MakeLocal(cidr);
        return new(address, null);
    }

    /// <summary>Makes addresses answer on this machine. The route stays until the machine is restarted; making it again changes nothing.</summary>
    public static void MakeLocal(string cidr)
    {
        var ip = ExecutablePath.Find("ip") ?? throw new InvalidOperationException($"{cidr} cannot be made local: the program ip (iproute2) is missing");
        using var process = Process.Start(new ProcessStartInfo(ip, ["route", "replace", "local", cidr, "dev", "lo"]) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{cidr} cannot be made local (root may): {error.Trim()}");
    }

    /// <summary>The address of the n-th node, from 0.</summary>
    public IPAddress NodeAddress(int index) => Address(_block + 1 + (uint)(index % 250));

    public IPAddress Take()
    {
        lock (_lock)
        {
            for (var tries = _podLimit - _block; tries > 0; tries--)
            {
                var candidate = _next;
                _next = _next + 1 >= _podLimit ? _block + 256 : _next + 1;
                if (_taken.Add(candidate))
                    return Address(candidate);
            }
        }

        throw new InvalidOperationException($"no address is left in {Cidr}");
    }

    public void Return(IPAddress address)
    {
        lock (_lock)
            _taken.Remove(Number(address));
    }

    public void Dispose() => _claim?.Dispose();

    private static uint Number(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private static IPAddress Address(uint number)
    {
        Span<byte> bytes = stackalloc byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return new(bytes);
    }
}
