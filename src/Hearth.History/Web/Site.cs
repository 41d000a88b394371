using Hearth.History.Sources;

namespace Hearth.History.Web;

/// <summary>How pages are reached and what they may use.</summary>
/// <param name="Base">What stands before every address when a proxy puts the server below a path, such as "/spark"; else empty.</param>
/// <param name="User">Who is signed in; null when nobody has to be.</param>
internal sealed record Site(string Base, string? User = null)
{
    public string Root(ListedAttempt attempt) => attempt.Summary.AttemptId is { } id
        ? $"{Base}/history/{Uri.EscapeDataString(attempt.Summary.Id)}/{Uri.EscapeDataString(id)}/"
        : $"{Base}/history/{Uri.EscapeDataString(attempt.Summary.Id)}/";

    /// <summary>The application's address in an API: "v1" or "v2".</summary>
    public string Api(string version, ListedAttempt attempt) =>
        $"{Base}/api/{version}/applications/{Uri.EscapeDataString(attempt.Summary.Id)}/{(attempt.Summary.AttemptId is { } id ? Uri.EscapeDataString(id) + "/" : "")}";
}
