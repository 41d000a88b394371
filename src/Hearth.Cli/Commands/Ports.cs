using System.CommandLine;

namespace Hearth.Cli.Commands;

/// <summary>Options that are a port to listen on; 0 is a free one.</summary>
internal static class Ports
{
    public static void Check(Option<int> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() is var port and (< 0 or > 65_535))
            result.AddError($"{option.Name} must be from 0 to 65535, is {port}");
    });
}
