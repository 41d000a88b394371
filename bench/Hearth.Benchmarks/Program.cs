using BenchmarkDotNet.Running;
using Hearth.Benchmarks.ApiServer;

if (args is ["apiserver", .. var rest])
    await ApiServerScenario.RunAsync(rest, Console.Out);
else
    BenchmarkSwitcher.FromAssembly(System.Reflection.Assembly.GetExecutingAssembly()).Run(args);
