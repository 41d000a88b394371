using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Hearth.History.Access;

/// <summary>
/// Who has signed in with a browser. The cookie is a random name for the token, which stays here; a restart ends all sessions.
/// </summary>
internal sealed class Sessions(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private const int MostSessions = 10_000;
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public string Begin(string token)
    {
        if (_sessions.Count >= MostSessions)
            DropOldest();
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _sessions[name] = new Session(token, time.GetUtcNow() + Lifetime);
        return name;
    }

    /// <summary>The token of a session; null when there is none, or it is over.</summary>
    public string? TokenOf(string? name)
    {
        if (name is null || !_sessions.TryGetValue(name, out var session))
            return null;
        if (session.Ends > time.GetUtcNow())
            return session.Token;
        _sessions.TryRemove(name, out _);
        return null;
    }

    public void End(string? name)
    {
        if (name is not null)
            _sessions.TryRemove(name, out _);
    }

    private void DropOldest()
    {
        foreach (var (name, _) in _sessions.OrderBy(s => s.Value.Ends).Take(MostSessions / 10))
            _sessions.TryRemove(name, out _);
    }

    private sealed record Session(string Token, DateTimeOffset Ends);
}
