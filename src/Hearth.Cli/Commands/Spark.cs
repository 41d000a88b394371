using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Cli.Images;
using Hearth.Cli.Output;
using Hearth.Cli.State;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth spark install|list</c>: the Spark distributions of this machine.</summary>
internal sealed partial class SparkCommand
{
    private readonly CliContext _context;
    private readonly Argument<string> _version = new("VERSION") { Description = "For example 4.3.0" };
    private readonly Option<string?> _mirror = new("--mirror") { Description = $"Where releases lie (default: HEARTH_SPARK_MIRROR, else {SparkMirror.Default})", HelpName = "URL" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text, json or yaml", DefaultValueFactory = _ => "text" };

    private SparkCommand(CliContext context)
    {
        _context = context;
        _output.AcceptOnlyFromAmong("text", "json", "yaml");
    }

    public static Command Create(CliContext context)
    {
        var self = new SparkCommand(context);
        var install = new HearthCommand("install", "Download a Spark release, check it and make it ready for 'run' and 'dev'", CommandGroup.RunHere)
        {
            Examples = [("hearth spark install 4.3.0", "from the Apache archive"), ("hearth spark install 3.5.9 --mirror https://mirror.example.com/spark/", "from another place")],
        };
        install.Add(self._version);
        install.Add(self._mirror);
        install.SetAction(self.InstallAsync);
        var list = new HearthCommand("list", "Show the Spark distributions that 'run' and 'dev' can use", CommandGroup.RunHere)
        {
            Examples = [("hearth spark list", "version and folder of each"), ("hearth spark list -o json", "for a script")],
        };
        list.Add(self._output);
        list.SetAction((parsed, _) => Task.FromResult(self.List(parsed.GetRequiredValue(self._output))));
        return new HearthCommand("spark", "Install and list Spark distributions", CommandGroup.RunHere)
        {
            Subcommands = { install, list },
            Examples = [.. install.Examples.Take(1), .. list.Examples.Take(1)],
        };
    }

    private async Task<int> InstallAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var version = parsed.GetRequiredValue(_version);
        if (!Release().IsMatch(version))
            throw UserError.Invalid($"\"{version}\" is no version of Spark", "name a release such as 4.3.0", "VERSION");
        using var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(30) };
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var installation = new SparkInstallation(HearthHome.Of(_context), new SparkMirror(http, Mirror(parsed)));
        var folder = await installation.InstallAsync(new SparkArchive(version), new DownloadProgress(_context.Terminal), cancellationToken);
        await _context.Terminal.Out.WriteLineAsync($"Spark {version} is ready: {folder}");
        return ExitCodes.Done;
    }

    private Uri Mirror(ParseResult parsed)
    {
        var text = parsed.GetValue(_mirror) ?? _context.Environment("HEARTH_SPARK_MIRROR");
        if (string.IsNullOrEmpty(text))
            return SparkMirror.Default;
        return Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var mirror) && mirror.Scheme is "http" or "https"
            ? mirror
            : throw UserError.Invalid($"\"{text}\" is no address", "for example https://archive.apache.org/dist/spark/", "--mirror");
    }

    private int List(string format)
    {
        var home = HearthHome.Of(_context);
        var found = SparkDistribution.Installed(home).ToList();
        if (_context.Environment("SPARK_HOME") is { Length: > 0 } variable && SparkDistribution.At(Path.GetFullPath(variable, _context.WorkingDirectory)) is { } named)
            found.Insert(0, named);
        if (format != "text")
            DataOutput.Write(_context.Terminal.Out, new JsonArray([.. found.Select(d => new JsonObject { ["version"] = d.Version, ["home"] = d.Home })]), format);
        else if (found.Count == 0)
            _context.Terminal.Say("No Spark is installed. 'hearth spark install 4.3.0' gets one; until then the simulator stands in.");
        else
            TextTable.Write(_context.Terminal.Out, ["VERSION", "HOME"], found.Select(d => (IReadOnlyList<string>)[d.Version, d.Home]));
        return ExitCodes.Done;
    }

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+(-[a-z0-9]+)?\z")]
    private static partial Regex Release();

    /// <summary>A line that grows for people, one for each tenth for logs.</summary>
    private sealed class DownloadProgress(Terminal terminal) : IProgress<(long Done, long? Total)>
    {
        private int _shown = -1;

        public void Report((long Done, long? Total) value)
        {
            if (value.Total is not > 0)
                return;
            var percent = (int)(100 * value.Done / value.Total.Value);
            if (percent == _shown || (!terminal.IsInteractive && percent / 10 == _shown / 10 && _shown >= 0))
                return;
            _shown = percent;
            var line = $"{percent,3} % of {value.Total / 1_000_000} MB";
            if (!terminal.IsInteractive)
                terminal.Say(line);
            else
                terminal.Error.Write(percent == 100 ? $"\r{line}\n" : $"\r{line}");
        }
    }
}
