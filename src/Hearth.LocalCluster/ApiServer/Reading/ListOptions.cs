using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>The query of a list, watch or deletecollection.</summary>
internal sealed record ListOptions
{
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;
    public FieldSelector Fields { get; init; } = FieldSelector.Everything;
    public int Limit { get; init; }
    public ContinueToken? Continue { get; init; }
    public string ResourceVersionText { get; init; } = "";
    public long ResourceVersion { get; init; }
    public string ResourceVersionMatch { get; init; } = "";
    public bool AllowBookmarks { get; init; }
    public bool? SendInitialEvents { get; init; }
    public TimeSpan? Timeout { get; init; }

    /// <summary>The list must be the one of exactly this version.</summary>
    public bool IsExact => ResourceVersionMatch == "Exact" || ResourceVersionMatch.Length == 0 && Limit > 0 && ResourceVersion > 0;

    public static ListOptions Read(RequestInfo request)
    {
        var version = request.Query("resourceVersion") ?? "";
        long number = 0;
        foreach (var name in (ReadOnlySpan<string>)["limit", "timeoutSeconds"])
        {
            if (request.Query(name) is { Length: > 0 } stated && !long.TryParse(stated, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{stated}\": invalid syntax");
        }

        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        FieldSelector.CheckSyntax(request.Query("fieldSelector"));
        CheckMatch(request, version);
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Resource);
        if (version.Length > 0 && (!long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
            throw InvalidVersion(request, version);
        var next = request.Query("continue");
        return new ListOptions
        {
            Labels = labels,
            Fields = fields,
            Limit = int.TryParse(request.Query("limit"), NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : 0,
            Continue = string.IsNullOrEmpty(next) ? null : ContinueToken.Parse(next),
            ResourceVersionText = version,
            ResourceVersion = number,
            ResourceVersionMatch = request.Query("resourceVersionMatch") ?? "",
            AllowBookmarks = request.QueryFlag("allowWatchBookmarks"),
            SendInitialEvents = request.Query("sendInitialEvents") is { Length: > 0 } send ? send is "true" or "1" : null,
            Timeout = int.TryParse(request.Query("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static ApiException InvalidVersion(RequestInfo request, string version) => request.Verb == "watch"
        ? new ApiException(500, "", $"resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax")
        : ApiException.BadRequest($"invalid resource version: resourceVersion: Invalid value: \"{version}\": strconv.ParseUint: parsing \"{version}\": invalid syntax");

    private static void CheckMatch(RequestInfo request, string version)
    {
        var match = request.Query("resourceVersionMatch") ?? "";
        if (request.Verb == "watch")
            return;
        var errors = new List<FieldError>();
        if (request.Query("sendInitialEvents") is { Length: > 0 })
            errors.Add(FieldError.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        if (match.Length > 0)
            CheckMatch(request, version, match, errors);
        if (errors.Count > 0)
            throw ApiException.Invalid("meta.k8s.io", "ListOptions", "", errors);
    }

    private static void CheckMatch(RequestInfo request, string version, string match, List<FieldError> errors)
    {
        if (version.Length == 0)
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        if (request.Query("continue") is { Length: > 0 })
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        if (match is not ("Exact" or "NotOlderThan"))
            errors.Add(new FieldError("FieldValueNotSupported", "resourceVersionMatch", $"Unsupported value: \"{match}\": supported values: \"Exact\", \"NotOlderThan\", \"\""));
        else if (match == "Exact" && version == "0")
            errors.Add(FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }
}

/// <summary>Where a paged list goes on: the version it is a list of, and the last object that was given out.</summary>
internal sealed record ContinueToken(long Revision, string Namespace, string Name)
{
    private static readonly System.Buffers.SearchValues<char> s_letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static ContinueToken Parse(string text)
    {
        var first = 'm';
        try
        {
            var bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
            first = bytes.Length > 0 ? (char)bytes[0] : first;
            var json = JsonReader.Read(bytes) as JsonObject;
            var key = json?.Text("start")?.Split('/');
            if (json?["rv"].Number is { } revision && key is [var ns, var name])
                return new ContinueToken(revision, ns, name.TrimEnd('\0'));
        }
        catch (FormatException)
        {
            throw ApiException.BadRequest($"invalid continue token: continue key is not valid: illegal base64 data at input byte {FirstWrong(text)}");
        }
        catch (System.Text.Json.JsonException)
        {
            // Falls through to the answer for every unreadable token.
        }

        throw ApiException.BadRequest($"invalid continue token: continue key is not valid: invalid character '{(first is >= ' ' and < '\u007f' ? first : $"\\u{(int)first:x4}")}' looking for beginning of value");
    }

    private static int FirstWrong(string text)
    {
        var wrong = text.AsSpan().IndexOfAnyExcept(s_letters);
        return wrong < 0 ? text.Length / 4 * 4 : wrong;
    }

    public bool IsBefore(StoredObject value) => string.CompareOrdinal($"{value.Namespace}/{value.Name}", $"{Namespace}/{Name}") > 0;

    public override string ToString()
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Revision, ["start"] = $"{Namespace}/{Name}\0" };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
