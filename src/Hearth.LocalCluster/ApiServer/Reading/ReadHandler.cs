using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Tables;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>Get and list: bytes from the store to the answer, with nothing parsed on the way unless a table is asked for.</summary>
internal sealed class ReadHandler(ObjectStore store)
{
    public async Task GetAsync(RequestInfo request)
    {
        var resource = request.Resource;
        if (request.QueryFlag("export"))
            throw ApiException.BadRequest("the export parameter, deprecated since v1.14, is no longer supported");
        CheckVersion(request.Query("resourceVersion") ?? "");
        var stored = store.Table(resource.TableName).Objects.Find(Namespace(request), request.Name)
            ?? throw ApiException.NotFound(resource.Group, resource.Plural, request.Name);
        var table = TableRequest.From(request);
        if (table is not null)
        {
            await Answers.WriteJsonAsync(request.Context, 200, table.Render(resource, [DecodeRow(resource, stored)], null, stored.ResourceVersion.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        MediaTypes.CheckPartial(request, isList: false);
        if (request.Form.IsPartial)
            await Answers.WriteJsonAsync(request.Context, 200, PartialMetadata.Of(Decode(resource, stored), request.Form.Version));
        else
            await Answers.WriteBytesAsync(request.Context, 200, body => Conversion.Write(body, resource, stored));
    }

    /// <summary>What is asked for must have happened already.</summary>
    private void CheckVersion(string version)
    {
        if (version.Length == 0)
            return;
        if (!GoInteger.TryParseUnsigned(version, out var wanted, out var problem))
            throw new ApiException(500, "", FieldError.Invalid("resourceVersion", version, problem).ToString());
        if (wanted > (ulong)store.Revision)
            throw new ApiException(504, "Timeout", $"Timeout: Too large resource version: {wanted}, current: {store.Revision}", TooLarge());
    }

    public Task ListAsync(RequestInfo request) => AnswerAsync(request, Read(request, ListOptions.Read(request)));

    internal static async Task AnswerAsync(RequestInfo request, ListPage page)
    {
        var resource = request.Resource;
        var table = TableRequest.From(request);
        if (table is not null)
        {
            var rows = page.Items.Select(stored => DecodeRow(resource, stored)).ToList();
            await Answers.WriteJsonAsync(request.Context, 200, table.Render(resource, rows, page, page.Revision.ToString(CultureInfo.InvariantCulture)));
            return;
        }

        MediaTypes.CheckPartial(request, isList: true);
        if (request.Form.IsPartial)
            await Answers.WriteJsonAsync(request.Context, 200, PartialMetadata.List(page, page.Items.Select(stored => Decode(resource, stored)), request.Form.Version));
        else
            await Answers.WriteBytesAsync(request.Context, 200, body => WriteList(body, resource, page));
    }

    /// <summary>Rows of events look the same in both groups.</summary>
    private static JsonObject DecodeRow(ApiResource resource, StoredObject stored) => ObjectEncoder.Decode(resource, stored);

    private static JsonObject Decode(ApiResource resource, StoredObject stored) => Conversion.Decode(resource, stored);

    internal static string Namespace(RequestInfo request) => request.Resource.IsNamespaced ? request.Namespace : "";

    internal ListPage Read(RequestInfo request, ListOptions options)
    {
        var resource = request.Resource;
        var table = store.Table(resource.TableName);
        var (objects, revision) = store.Snapshot(table);
        var wanted = options.Continue is { } token ? Math.Max(0, token.Revision) : (options.IsExact ? options.ResourceVersion : 0);
        if (options.ResourceVersion > revision)
            throw new ApiException(504, "Timeout", $"Timeout: Too large resource version: {options.ResourceVersion}, current: {revision}", TooLarge());
        if (wanted > 0 && wanted < revision)
        {
            objects = table.ObjectsAt(wanted) ?? throw ApiException.Expired(options.Continue is null
                ? $"The resourceVersion for the provided list is too old."
                : "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.");
            revision = wanted;
        }

        var ns = resource.IsNamespaced && request.Namespace.Length > 0 ? request.Namespace : null;
        var items = new List<StoredObject>();
        var remaining = 0;
        foreach (var candidate in objects.In(ns))
        {
            if (options.Continue is { } start && !start.IsBefore(candidate))
                continue;
            // Whoever has enough does not look whether what follows is wanted.
            if (options.Limit > 0 && items.Count >= options.Limit)
                remaining++;
            else if (options.Labels.Matches(candidate) && options.Fields.Matches(candidate))
                items.Add(candidate);
        }

        var next = remaining > 0 ? new ContinueToken(revision, items[^1].Namespace, items[^1].Name).ToString() : null;
        long? counted = remaining > 0 && options.Labels.IsEverything && options.Fields.IsEverything ? remaining : null;
        return new ListPage(items, revision, next, counted);
    }

    private static JsonObject TooLarge() => new()
    {
        ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
        ["retryAfterSeconds"] = 1,
    };

    private static void WriteList(IBufferWriter<byte> body, ApiResource resource, ListPage page)
    {
        // The states of components are asked for, not stored: their list has no version.
        var version = resource is { Group: "", Plural: "componentstatuses" } ? "" : $"\"resourceVersion\":\"{page.Revision}\"";
        var head = new StringBuilder($"{{\"kind\":\"{resource.ListKind}\",\"apiVersion\":\"{resource.ApiVersion}\",\"metadata\":{{{version}");
        if (page.Continue is not null || resource.Custom is not null)
            head.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{page.Continue}\"");
        if (page.Remaining is { } remaining)
            head.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        head.Append("},\"items\":[");
        Encoding.UTF8.GetBytes(head.ToString(), body);
        for (var i = 0; i < page.Items.Count; i++)
        {
            if (i > 0)
                body.Write(","u8);
            Conversion.WriteItem(body, resource, page.Items[i]);
        }

        body.Write("]}"u8);
    }
}

/// <summary>One page of a list.</summary>
/// <param name="Remaining">How many follow, where that is known without a selector.</param>
internal sealed record ListPage(List<StoredObject> Items, long Revision, string? Continue, long? Remaining);
