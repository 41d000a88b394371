namespace Hearth.History.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">As the cluster or the proxy in front names it.</param>
/// <param name="Groups">The groups the user is in.</param>
public sealed record HistoryUser(string Name, IReadOnlyList<string> Groups);

/// <summary>Whether a token lets its bearer in: the user behind it, or why not.</summary>
public sealed record TokenVerdict(HistoryUser? User, string? Refusal = null);

/// <summary>Answers who is behind a bearer token; called at most once a minute for each.</summary>
public delegate Task<TokenVerdict> TokenAuthenticator(string token, CancellationToken cancellationToken);
