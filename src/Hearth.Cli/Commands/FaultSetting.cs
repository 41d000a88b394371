using System.Globalization;
using Hearth.Cli.Output;
using Hearth.LocalCluster.ApiServer;

namespace Hearth.Cli.Commands;

/// <summary>Faults on the command line: <c>409=0.1,cut=0.2,pods=6,seed=7</c>.</summary>
internal static class FaultSetting
{
    /// <exception cref="UserError">Some are not of that form: all of them are told.</exception>
    public static FaultOptions Parse(IEnumerable<string> settings)
    {
        var problems = new List<string>();
        var faults = settings.SelectMany(s => s.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Aggregate(new FaultOptions(), (known, setting) => Add(known, setting, problems));
        const string Fix = "kinds are 409, 429, 500, 410, cut, delay, delay-ms, pods, nodes and seed, for example --fault 409=0.1,cut=0.2,pods=6,seed=7";
        return problems.Count == 0 ? faults : throw new UserError(ExitCodes.InvalidInput, [.. problems.Select((problem, i) => new Problem(problem, "--fault", i == problems.Count - 1 ? Fix : null))]);
    }

    private static FaultOptions Add(FaultOptions faults, string setting, List<string> problems)
    {
        if (setting.Split('=') is not [var kind, var text] || !double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
        {
            problems.Add($"'{setting}' is no fault: it is not KIND=AMOUNT");
            return faults;
        }

        double Most(double most, string why)
        {
            if (amount <= most)
                return amount;
            problems.Add($"'{setting}' is no fault: {why}");
            return 0;
        }

        double UpTo(double most) => Most(most, string.Create(CultureInfo.InvariantCulture, $"{most} is the most"));
        double Share() => Most(1, "a share of requests is from 0 to 1");
        switch (kind)
        {
            case "409":
                return faults with { Conflict = Share() };
            case "429":
                return faults with { TooManyRequests = Share() };
            case "500":
                return faults with { InternalError = Share() };
            case "410":
                return faults with { Gone = Share() };
            case "cut":
                return faults with { CutWatch = Share() };
            case "delay":
                return faults with { Delay = Share() };
            case "delay-ms":
                return faults with { DelayTime = TimeSpan.FromMilliseconds(UpTo(60_000)) };
            case "pods":
                return faults with { PodsPerMinute = UpTo(6000) };
            case "nodes":
                return faults with { NodesPerMinute = UpTo(60) };
            case "seed":
                return faults with { Seed = (int)UpTo(int.MaxValue) };
            default:
                problems.Add($"'{setting}' is no fault: \"{kind}\" is no kind of fault");
                return faults;
        }
    }
}
