using Hearth.Kube.Client;
using Microsoft.Extensions.Logging;

namespace Hearth.Kube.Controllers;

/// <summary>How many workers a controller has.</summary>
public sealed record ControllerOptions
{
    /// <summary>Workers for every key. Default: 8.</summary>
    public int Workers { get; init; } = 8;

    /// <summary>Workers for urgent keys alone. Default: 2.</summary>
    public int UrgentWorkers { get; init; } = 2;
}

/// <summary>
/// Looks at the keys of a queue, each by one worker at a time. A look that fails is logged here, and only here, and comes again:
/// later each time, never given up.
/// </summary>
/// <param name="name">For the log.</param>
/// <param name="queue">Where the keys come from.</param>
/// <param name="reconcile">Brings the world one step nearer to what the key's object wants.</param>
/// <param name="options">Null: the defaults.</param>
/// <param name="logger">Gets failures.</param>
public sealed class Controller<TKey>(
    string name, WorkQueue<TKey> queue, Func<TKey, CancellationToken, Task<ReconcileResult>> reconcile, ControllerOptions? options, ILogger logger)
    where TKey : notnull
{
    private readonly ControllerOptions _options = options ?? new();

    /// <summary>Works until cancelled; ends when the looks under way have ended.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var workers = Enumerable.Repeat(false, _options.Workers).Concat(Enumerable.Repeat(true, _options.UrgentWorkers));
        return Task.WhenAll(workers.Select(urgentOnly => Task.Run(() => WorkAsync(urgentOnly, cancellationToken), CancellationToken.None)));
    }

    private async Task WorkAsync(bool urgentOnly, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            TKey key;
            try
            {
                key = await queue.TakeAsync(urgentOnly, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await LookAsync(key, cancellationToken);
        }
    }

    private async Task LookAsync(TKey key, CancellationToken cancellationToken)
    {
        try
        {
            var result = await reconcile(key, cancellationToken);
            queue.Forget(key);
            if (result.After is { } after)
                queue.AddAfter(key, after);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            var attempt = queue.Failures(key) + 1;
            var delay = queue.Retry(key, (e as KubeException)?.RetryAfter ?? TimeSpan.Zero);
            // Somebody else wrote first: the next look sees it.
            if (e is KubeException { IsConflict: true } conflict)
                ControllerLog.Conflict(logger, name, key, conflict.Message, attempt);
            else
                ControllerLog.Failed(logger, e, name, key, attempt, delay.TotalSeconds);
        }
        finally
        {
            queue.Done(key);
        }
    }
}

internal static partial class ControllerLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Controller}: {Key} failed, attempt {Attempt}; again in {Delay:0.#} s")]
    public static partial void Failed(ILogger logger, Exception error, string controller, object key, int attempt, double delay);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Controller}: {Key} was changed by somebody else, attempt {Attempt}: {Message}")]
    public static partial void Conflict(ILogger logger, string controller, object key, string message, int attempt);
}
