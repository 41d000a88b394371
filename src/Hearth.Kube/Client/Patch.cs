using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>A change of an object, in one of the four ways that the API knows.</summary>
public sealed record Patch
{
    private Patch(string contentType, ReadOnlyMemory<byte> body) => (ContentType, Body) = (contentType, body);

    public string ContentType { get; }
    public ReadOnlyMemory<byte> Body { get; }
    public string? FieldManager { get; init; }

    /// <summary>Take fields over from other managers. Only for <see cref="Apply(JsonNode, string, bool)"/>.</summary>
    public bool Force { get; private init; }
    public bool DryRun { get; init; }

    public string? FieldValidation { get; init; }

    /// <summary>Doing it twice does the same as doing it once, whatever it holds.</summary>
    internal bool IsApply => ContentType == "application/apply-patch+yaml";

    /// <summary>RFC 6902: a list of operations.</summary>
    public static Patch Json(JsonNode operations) => new("application/json-patch+json", Bytes(operations));

    /// <summary>RFC 7386: fields to set; null removes; lists are replaced.</summary>
    public static Patch Merge(JsonNode fields) => new("application/merge-patch+json", Bytes(fields));

    public static Patch Merge(ReadOnlyMemory<byte> json) => new("application/merge-patch+json", json);

    /// <summary>As merge, but lists are merged by their keys. Built-in kinds only.</summary>
    public static Patch Strategic(JsonNode fields) => new("application/strategic-merge-patch+json", Bytes(fields));

    /// <summary>Server-side apply: the fields that <paramref name="fieldManager"/> wants, creating the object where it is missing.</summary>
    public static Patch Apply(JsonNode wanted, string fieldManager, bool force) => Apply(Bytes(wanted), fieldManager, force);

    public static Patch Apply(ReadOnlyMemory<byte> json, string fieldManager, bool force) =>
        new("application/apply-patch+yaml", json) { FieldManager = fieldManager, Force = force };

    public static Patch Apply<T>(ResourceType<T> type, T wanted, string fieldManager, bool force)
        where T : KubeObject => Apply(JsonSerializer.SerializeToUtf8Bytes(wanted with { ApiVersion = type.ApiVersion, Kind = type.Kind }, type.Object), fieldManager, force);

    private static byte[] Bytes(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
