using System.Buffers;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>
/// A stored object in the version asked for. Versions of a custom resource differ in name only (the None converter); events of the two
/// groups are the same object under other field names.
/// </summary>
internal static class Conversion
{
    public static JsonObject Decode(ApiResource resource, StoredObject stored) => FromStored(resource, ObjectEncoder.Decode(resource, stored));

    public static void Write(IBufferWriter<byte> into, ApiResource resource, StoredObject stored)
    {
        if (IsStoredForm(resource))
            ObjectEncoder.WriteObject(into, resource, stored);
        else
            WriteNode(into, Decode(resource, stored));
    }

    /// <summary>An item of a list: built-in kinds leave out what the list says of all.</summary>
    public static void WriteItem(IBufferWriter<byte> into, ApiResource resource, StoredObject stored)
    {
        if (resource.Custom is not null)
        {
            Write(into, resource, stored);
        }
        else if (IsStoredForm(resource))
        {
            into.Write(stored.Json);
        }
        else
        {
            var value = Decode(resource, stored);
            value.Remove("kind");
            value.Remove("apiVersion");
            WriteNode(into, value);
        }
    }

    public static bool IsStoredForm(ApiResource resource) => resource.Group != "events.k8s.io" && !IsOldAutoscaler(resource);

    private static bool IsOldAutoscaler(ApiResource resource) => resource is { Group: "autoscaling", Version: "v1" };

    /// <summary>From the stored form to the one of <paramref name="resource"/>.</summary>
    public static JsonObject FromStored(ApiResource resource, JsonObject value) =>
        IsStoredForm(resource) ? value : IsOldAutoscaler(resource) ? Autoscalers.ToVersion1(value) : Events.ToEventsGroup(value);

    public static JsonObject ToStored(ApiResource resource, JsonObject value) =>
        IsStoredForm(resource) ? value : IsOldAutoscaler(resource) ? Autoscalers.ToStored(value) : Events.ToCore(value);

    private static void WriteNode(IBufferWriter<byte> into, JsonObject value)
    {
        using var writer = new System.Text.Json.Utf8JsonWriter(into, Json.Writing);
        value.WriteTo(writer, Json.Plain);
    }
}
