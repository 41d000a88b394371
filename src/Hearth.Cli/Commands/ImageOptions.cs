using System.CommandLine;
using Hearth.Cli.Images;

namespace Hearth.Cli.Commands;

/// <summary>The options by which commands that run pods learn what images mean.</summary>
internal sealed class ImageOptions
{
    private readonly Option<string?> _sparkHome = new("--spark-home") { Description = "Spark distribution to run (default: SPARK_HOME, else an installed one)", HelpName = "DIR" };
    private readonly Option<bool> _simulate = new("--simulate") { Description = "Use the simulator even where Spark is installed" };
    private readonly Option<string[]> _image = new("--image") { Description = "What an image is: a folder with an image.json, or a Spark distribution", HelpName = "NAME=FOLDER" };

    public IEnumerable<Option> All => [_sparkHome, _simulate, _image];

    public ImageSettings Read(ParseResult parsed) => new(parsed.GetValue(_sparkHome), parsed.GetValue(_simulate), parsed.GetValue(_image) ?? []);
}
