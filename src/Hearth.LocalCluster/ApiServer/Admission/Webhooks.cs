using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Defaults;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Security;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Asks admission webhooks what they think of a write: mutating ones in turn, validating ones at once.</summary>
internal sealed class Webhooks(ApiContext context, Authorizer authorizer) : IDisposable
{
    private const string Group = "admissionregistration.k8s.io";
    private readonly WebhookClient _client = new(context);

    public void Dispose() => _client.Dispose();

    /// <summary>Asks all mutating webhooks; those that want it once more, where later ones have changed what they saw.</summary>
    /// <param name="request">The write.</param>
    /// <param name="again">What else happens to the object before it is shown again.</param>
    /// <returns>The object as they have left it; null for a deletion.</returns>
    public async Task<JsonObject?> MutateAsync(AdmissionRequest request, Action<JsonObject> again)
    {
        var rounds = new Rounds();
        var value = await MutateAsync(request, rounds);
        if (!rounds.Begin())
            return value;
        if (value is not null)
            again(value);
        return await MutateAsync(request with { Object = value }, rounds);
    }

    private async Task<JsonObject?> MutateAsync(AdmissionRequest request, Rounds rounds)
    {
        foreach (var (id, hook) in Hooks("mutatingwebhookconfigurations", request))
        {
            if (!rounds.Includes(id) || Find(hook, request) is not { } seen)
                continue;
            JsonObject? changed = null;
            try
            {
                changed = await AskAsync(hook, seen, mayPatch: true) is { Patch: { } patch } answer ? Patch(hook, seen, answer, patch) : null;
            }
            catch (WebhookFailure) when (hook.Text("failurePolicy") == "Ignore")
            {
                // Its policy is that the write goes on without it.
            }
            catch (WebhookFailure failure)
            {
                throw Failed(hook, failure);
            }

            if (changed is not null && !JsonNode.DeepEquals(changed, seen.Object))
                rounds.Changed();
            if (changed is not null)
                request = request with { Object = seen.Convert(changed, request.Resource) };
            if (hook.Text("reinvocationPolicy") == "IfNeeded")
                rounds.Asked(id);
        }

        return request.Object;
    }

    /// <exception cref="ApiException">One of them refuses the write, or failed where it must not.</exception>
    public async Task ValidateAsync(AdmissionRequest request)
    {
        var asked = Hooks("validatingwebhookconfigurations", request).Select(hook => (hook.Hook, Seen: Find(hook.Hook, request))).Where(pair => pair.Seen is not null).ToArray();
        ApiException? first = null;
        await foreach (var refusal in Task.WhenEach(asked.Select(pair => RefusalAsync(pair.Hook, pair.Seen!))))
            first ??= await refusal;
        if (first is not null)
            throw first;
    }

    private async Task<ApiException?> RefusalAsync(JsonObject hook, AdmissionRequest request)
    {
        try
        {
            await AskAsync(hook, request, mayPatch: false);
            return null;
        }
        catch (ApiException refusal)
        {
            return refusal;
        }
        catch (WebhookFailure failure)
        {
            return hook.Text("failurePolicy") == "Ignore" ? null : Failed(hook, failure);
        }
    }

    private static ApiException Failed(JsonObject hook, WebhookFailure failure) => ApiException.Internal($"failed calling webhook \"{hook.Text("name")}\": {failure.Message}");

    private IEnumerable<(string Id, JsonObject Hook)> Hooks(string plural, AdmissionRequest request)
    {
        if (request.Resource.Group == Group || context.Store.Table(plural + "." + Group).Objects.Count == 0)
            return [];
        return context.Objects(Group, plural).OrderBy(configuration => configuration.Map("metadata")!.Text("name"), StringComparer.Ordinal)
            .SelectMany(configuration => configuration.Objects("webhooks").Select((hook, i) => ($"{configuration.Map("metadata")!.Text("name")}/{i}", hook)));
    }

    /// <summary>The write as a webhook wants to see it; null where it is not for it.</summary>
    /// <exception cref="ApiException">Its conditions cannot be evaluated (403).</exception>
    private AdmissionRequest? Find(JsonObject hook, AdmissionRequest request)
    {
        if (WebhookMatch.Find(context, hook, "rules", request) is not { } seen)
            return null;
        if (hook.List("matchConditions") is not { Count: > 0 })
            return seen;
        var expressions = new AdmissionExpressions(seen.Describe(context.NewUid()), seen.Object, seen.OldObject, null, null, authorizer.Ask(seen.Request));
        if (expressions.Match(hook.Objects("matchConditions"), out var error))
            return seen;
        if (error is not null && hook.Text("failurePolicy") != "Ignore")
            throw ApiException.Forbidden(request.Resource.Group, request.Resource.Plural, request.Name, error);
        return null;
    }

    /// <exception cref="WebhookFailure">There is no good answer.</exception>
    /// <exception cref="ApiException">The webhook refuses the write.</exception>
    private async Task<WebhookAnswer> AskAsync(JsonObject hook, AdmissionRequest request, bool mayPatch)
    {
        var version = (hook.List("admissionReviewVersions") ?? []).Select(known => known.Text).FirstOrDefault(known => known is "v1" or "v1beta1")
            ?? throw new WebhookFailure("webhook does not accept known AdmissionReview versions (v1, v1beta1)");
        var uid = context.NewUid();
        var described = request.Describe(uid);
        described["object"] = request.Object?.DeepClone();
        described["oldObject"] = request.OldObject?.DeepClone();
        var review = new JsonObject { ["kind"] = "AdmissionReview", ["apiVersion"] = "admission.k8s.io/" + version, ["request"] = described };
        var (status, body, mediaType) = await _client.PostAsync(hook, review, request.Request.Cancellation);
        var answer = WebhookAnswer.Read(status, body, mediaType, version, uid, mayPatch);
        lock (request.Request)
            Warnings.Write(request.Request.Context, answer.Warnings);
        return answer.IsAllowed ? answer : throw answer.Refuse(hook.Text("name") ?? "");
    }

    private static JsonObject? Patch(JsonObject hook, AdmissionRequest request, WebhookAnswer answer, byte[] patch)
    {
        JsonNode? operations;
        try
        {
            operations = JsonReader.Read(patch);
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new WebhookFailure("received undecodable patch in webhook response: " + exception.Message);
        }

        if (operations is not JsonArray list)
            throw new WebhookFailure($"received undecodable patch in webhook response: json: cannot unmarshal {JsonKind.Of(operations)} into Go value of type jsonpatch.Patch");
        if (list.Count == 0)
            return null;
        if (request.Object is null)
            throw ApiException.Internal($"admission webhook \"{hook.Text("name")}\" attempted to modify the object, which is not supported for this operation");
        if (answer.PatchType != "JSONPatch")
            throw new WebhookFailure($"unsupported patch type \"{answer.PatchType}\"");
        try
        {
            return Decode(request, JsonPatch.Apply(request.Object, list) as JsonObject ?? []);
        }
        catch (Exception exception) when (exception is PatchException or DecodingException)
        {
            throw ApiException.Internal(exception.Message);
        }
    }

    /// <summary>A patched object of the type that it was of: fields that the type does not have go.</summary>
    private static JsonObject Decode(AdmissionRequest request, JsonObject patched)
    {
        var kind = request.KindIn(request.Resource);
        if (request.Resource.Custom is { } custom && request.Request.Subresource is "" or "status")
            return custom.Prune(patched, []);
        if (Schemas.BuiltIn.Find(ResourceRegistry.SchemaName(kind.Group, kind.Version, kind.Kind)) is not { } schema)
            return patched;
        var value = new ObjectDecoder().Decode(schema, patched);
        (value["kind"], value["apiVersion"]) = (kind.Kind, kind.Group.Length > 0 ? $"{kind.Group}/{kind.Version}" : kind.Version);
        if (kind.Kind == request.Resource.Kind)
            Defaulting.Apply(request.Resource, value, isApplied: false);
        return value;
    }

    /// <summary>Who is asked in which of the two rounds.</summary>
    private sealed class Rounds
    {
        private readonly HashSet<string> _again = new(StringComparer.Ordinal);
        private HashSet<string> _asked = new(StringComparer.Ordinal);
        private bool _isSecond;
        private bool _hasChanged;

        public bool Includes(string id) => !_isSecond || _again.Contains(id);

        public void Asked(string id) => _asked.Add(id);

        /// <summary>What was seen before is not what there is now.</summary>
        public void Changed()
        {
            _hasChanged = true;
            _again.UnionWith(_asked);
            _asked = new(StringComparer.Ordinal);
        }

        /// <returns>Whether there is a second round.</returns>
        public bool Begin() => _isSecond = _hasChanged;
    }
}
