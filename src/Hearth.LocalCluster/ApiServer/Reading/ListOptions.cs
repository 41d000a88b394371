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
        var (seconds, limit) = (request.QueryNumber("timeoutSeconds") ?? 0, request.QueryNumber("limit") ?? 0);
        var labels = LabelSelector.Parse(request.Query("labelSelector"));
        FieldSelector.CheckSyntax(request.Query("fieldSelector"));
        CheckMatch(request, version);
        var fields = FieldSelector.Parse(request.Query("fieldSelector"), request.Resource);
        var number = version.Length == 0 ? 0 : Version(request, version);
        var next = request.Query("continue");
        if (number > 0 && !string.IsNullOrEmpty(next))
            throw ApiException.BadRequest("specifying resource version is not allowed when using continue");
        return new ListOptions
        {
            Labels = labels,
            Fields = fields,
            Limit = version == "0" && string.IsNullOrEmpty(next) ? 0 : (int)Math.Clamp(limit, 0, int.MaxValue),
            Continue = string.IsNullOrEmpty(next) ? null : ContinueToken.Parse(next),
            ResourceVersionText = version,
            ResourceVersion = number,
            ResourceVersionMatch = request.Query("resourceVersionMatch") ?? "",
            AllowBookmarks = request.QueryFlag("allowWatchBookmarks"),
            SendInitialEvents = request.Query("sendInitialEvents") is null ? null : request.QueryFlag("sendInitialEvents"),
            Timeout = seconds <= 0 ? null : LongTimes.OfSeconds(seconds).ForTimer(),
        };
    }

    private static long Version(RequestInfo request, string text)
    {
        if (GoInteger.TryParseUnsigned(text, out var version, out var problem))
            return (long)Math.Min(version, long.MaxValue);
        problem = FieldError.Invalid("resourceVersion", text, problem).ToString();
        throw request.Verb == "watch" ? new ApiException(500, "", problem) : ApiException.BadRequest("invalid resource version: " + problem);
    }

    private static void CheckMatch(RequestInfo request, string version)
    {
        var match = request.Query("resourceVersionMatch") ?? "";
        if (request.Verb == "watch")
        {
            if (request.Query("continue") is { Length: > 0 })
                throw ApiException.Invalid("meta.k8s.io", "ListOptions", "", [FieldError.Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided")]);
            return;
        }

        var errors = new List<FieldError>();
        if (request.Query("sendInitialEvents") is not null)
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
        try
        {
            var bytes = Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
            return Read(JsonReader.Read(bytes) as JsonObject ?? []);
        }
        catch (FormatException)
        {
            throw Invalid($"illegal base64 data at input byte {FirstWrong(text)}");
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw Invalid(exception.Message);
        }
    }

    private static ContinueToken Read(JsonObject json)
    {
        const string Known = "meta.k8s.io/v1";
        var version = json.Text("v") ?? "";
        if (version != Known)
            throw Invalid("server does not recognize this encoded version " + version);
        var revision = json["rv"].Number ?? 0;
        if (revision == 0)
            throw Invalid($"incorrect encoded start resourceVersion (version {Known})");
        var start = json.Text("start") ?? "";
        if (start.Length == 0)
            throw Invalid($"encoded start key empty (version {Known})");
        var parts = start.TrimStart('/').Split('/');
        if (parts.Any(part => part is "" or "." or ".."))
            throw Invalid(start);
        return parts.Length == 1 ? new ContinueToken(revision, "", parts[0].TrimEnd('\0')) : new ContinueToken(revision, parts[0], parts[1].TrimEnd('\0'));
    }

    private static ApiException Invalid(string problem) => ApiException.BadRequest("invalid continue token: continue key is not valid: " + problem);

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
