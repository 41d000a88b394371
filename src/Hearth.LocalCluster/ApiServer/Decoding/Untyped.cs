using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Objects without a type in Go's memory: what is no whole number of 64 bits is a real one, and is written as such.</summary>
internal static class Untyped
{
    /// <summary>A copy that is so.</summary>
    /// <exception cref="JsonException">A number is too large.</exception>
    public static JsonNode Of(JsonNode value)
    {
        var holder = new JsonArray(value.DeepClone());
        Normalize(holder);
        var copy = holder[0]!;
        holder.Clear();
        return copy;
    }

    /// <summary>Changes the numbers in place.</summary>
    /// <param name="isRead">Whether they are written and read once more, as those of applied objects are, or turned into a type: then 2.0 is a whole number.</param>
    /// <exception cref="JsonException">A number is too large.</exception>
    public static void Normalize(JsonNode? value, bool isRead = false)
    {
        switch (value)
        {
            case JsonObject map:
                foreach (var (name, number) in map.Where(entry => IsReal(entry.Value)).ToList())
                    map[name] = Number(number!, isRead);
                foreach (var (_, child) in map)
                    Normalize(child, isRead);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (IsReal(list[i]))
                        list[i] = Number(list[i]!, isRead);
                    else
                        Normalize(list[i], isRead);
                }

                break;
        }
    }

    private static bool IsReal(JsonNode? value) => value is JsonValue number && number.GetValueKind() == JsonValueKind.Number && !number.TryGetValue<long>(out _) && !number.TryGetValue<int>(out _);

    private static JsonNode Number(JsonNode number, bool isRead)
    {
        if (number.Real is not { } real || !double.IsFinite(real))
            throw new JsonException($"json: cannot unmarshal number {number.ToJsonString()} into Go value of type float64");
        // .NET writes larger ones with an exponent, Go does not.
        if (!isRead && Math.Floor(real) == real && Math.Abs(real) < 1e15)
            return JsonValue.Create(real);
        var written = JsonNode.Parse(GoNumber.Json(real))!;
        return written.AsValue().TryGetValue<long>(out var whole) ? JsonValue.Create(whole) : written;
    }
}
