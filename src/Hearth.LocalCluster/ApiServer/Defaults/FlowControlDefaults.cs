using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Defaults of the objects by which a real server shares itself out; here they are kept without effect.</summary>
internal static class FlowControlDefaults
{
    public static void Apply(JsonObject spec, bool isSchema)
    {
        if (isSchema)
        {
            Number(spec, "matchingPrecedence", 1000);
            return;
        }

        if (spec.Map("exempt") is { } exempt)
        {
            exempt.TryAdd("nominalConcurrencyShares", 0L);
            exempt.TryAdd("lendablePercent", 0L);
        }

        if (spec.Map("limited") is not { } limited)
            return;
        if (limited["nominalConcurrencyShares"] is null)
            limited["nominalConcurrencyShares"] = 30L;
        limited.TryAdd("lendablePercent", 0L);
        if (limited.Map("limitResponse")?.Map("queuing") is not { } queuing)
            return;
        Number(queuing, "handSize", 8);
        Number(queuing, "queues", 64);
        Number(queuing, "queueLengthLimit", 50);
    }

    private static void Number(JsonObject map, string name, long value)
    {
        if ((map[name].Number ?? 0) == 0)
            map[name] = value;
    }
}
