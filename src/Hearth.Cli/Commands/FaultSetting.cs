using System.Globalization;
using Hearth.Cli.Output;
using Hearth.LocalCluster.ApiServer;

namespace Hearth.Cli.Commands;

/// <summary>Faults on the command line: <c>409=0.1,cut=0.2,pods=6,seed=7</c>.</summary>
internal static class FaultSetting
{
    /// <exception cref="UserError">One is not of that form.</exception>
    public static FaultOptions Parse(IEnumerable<string> settings) =>
        settings.SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Aggregate(new FaultOptions(), Add);

    private static FaultOptions Add(FaultOptions faults, string setting)
    {
        if (setting.Split('=') is not [var kind, var text] || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            throw Wrong(setting, "it is not KIND=AMOUNT");
        return kind switch
        {
            "409" => faults with { Conflict = Share(setting, amount) },
            "429" => faults with { TooManyRequests = Share(setting, amount) },
            "500" => faults with { InternalError = Share(setting, amount) },
            "410" => faults with { Gone = Share(setting, amount) },
            "cut" => faults with { CutWatch = Share(setting, amount) },
            "delay" => faults with { Delay = Share(setting, amount) },
            "delay-ms" => faults with { DelayTime = TimeSpan.FromMilliseconds(Most(setting, amount, 60_000)) },
            "pods" => faults with { PodsPerMinute = Most(setting, amount, 6000) },
            "nodes" => faults with { NodesPerMinute = Most(setting, amount, 60) },
            "seed" => faults with { Seed = (int)Most(setting, amount, int.MaxValue) },
            _ => throw Wrong(setting, $"\"{kind}\" is no kind of fault"),
        };
    }

    private static double Share(string setting, double share) => share <= 1 ? share : throw Wrong(setting, "a share of requests is from 0 to 1");

    private static double Most(string setting, double amount, double most) =>
        amount <= most ? amount : throw Wrong(setting, string.Create(CultureInfo.InvariantCulture, $"{most} is the most"));

    private static UserError Wrong(string setting, string why) =>
        UserError.Invalid($"'{setting}' is no fault: {why}", "kinds are 409, 429, 500, 410, cut, delay, delay-ms, pods, nodes and seed, for example --fault 409=0.1,cut=0.2,pods=6,seed=7", "--fault");
}
