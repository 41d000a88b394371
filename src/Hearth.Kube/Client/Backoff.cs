namespace Hearth.Kube.Client;

/// <summary>Growing delays with jitter: the n-th is between half of and the whole of <c>first * 2^n</c>, at most <paramref name="cap"/>.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan cap, Random random)
{
    /// <param name="attempt">0 for the first delay.</param>
    public TimeSpan Delay(int attempt)
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 40)), cap.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (Chance() / 2)));
    }

    private double Chance()
    {
        lock (random)
            return random.NextDouble();
    }
}
