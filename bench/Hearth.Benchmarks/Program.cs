using Hearth.Benchmarks;

switch (args)
{
    case ["--smoke"]:
        return await Scenario.SmokeAllAsync(Console.Out) == 0 ? 0 : 1;
    case [var name, .. var rest] when Scenario.All.FirstOrDefault(scenario => scenario.Name == name) is { } scenario:
        await scenario.RunAsync(rest, Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync($"name what to measure: {string.Join(", ", Scenario.All.Select(scenario => scenario.Name))}; or --smoke to try all of them");
        return 2;
}
