using System.Threading.Channels;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What a container writes while somebody is attached to it. A slow reader slows the container, as a pipe does.</summary>
internal sealed class OutputCopy(Action<OutputCopy> removed) : IDisposable
{
    private readonly Channel<(string Stream, byte[] Data)> _parts = Channel.CreateBounded<(string, byte[])>(64);

    /// <summary>Parts of <c>stdout</c> and <c>stderr</c> in their order, until the container has ended.</summary>
    public IAsyncEnumerable<(string Stream, byte[] Data)> ReadAllAsync(CancellationToken cancellationToken) => _parts.Reader.ReadAllAsync(cancellationToken);

    public async ValueTask AddAsync(string stream, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        try
        {
            if (data.Length > 0)
                await _parts.Writer.WriteAsync((stream, data.ToArray()), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The reader went away meanwhile.
        }
    }

    public void Complete() => _parts.Writer.TryComplete();

    public void Dispose()
    {
        removed(this);
        Complete();
        // Whoever waits for room gets on.
        while (_parts.Reader.TryRead(out _))
            continue;
    }
}
