using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.LocalCluster.Nodes;
using Hearth.Simulator;

namespace Hearth.Cli.Images;

/// <summary>
/// What the images of the local cluster are: those that the user names, and for every image with <c>spark</c> in its name the Spark
/// distribution of this machine or, where there is none, the simulator.
/// </summary>
/// <param name="Catalog">For the node.</param>
/// <param name="Distribution">Null where the simulator stands in.</param>
internal sealed record ImageChoice(ImageCatalog Catalog, SparkDistribution? Distribution)
{
    private const string SparkPattern = "*spark*";

    /// <exception cref="UserError">A named folder is no image, or Spark is there and Java is not.</exception>
    public static ImageChoice Make(CliContext context, HearthHome home, ImageSettings settings, string? wantedVersion)
    {
        var distribution = settings.Simulate ? null : SparkDistribution.Find(context, home, settings.SparkHome, wantedVersion);
        var entries = settings.Named.Select(named => Named(named, context, home)).ToList();
        entries.Add(new ImageEntry(SparkPattern, distribution is null ? Simulator(context, home) : Spark(distribution, context, home)));
        return new ImageChoice(new ImageCatalog { Entries = entries }, distribution);
    }

    /// <summary>One line for the user where what runs is not what the manifest says; null where it is.</summary>
    public string? Note(string? wantedVersion)
    {
        if (Distribution is null)
            return $"No Spark on this machine: the simulator stands in for it. For the real one: 'hearth spark install {wantedVersion ?? "4.3.0"}', or --spark-home DIR.";
        return wantedVersion is not null && wantedVersion != Distribution.Version
            ? $"The manifest says Spark {wantedVersion}; {Distribution.Home} is Spark {Distribution.Version}."
            : null;
    }

    private static ImageEntry Named(string setting, CliContext context, HearthHome home)
    {
        if (setting.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } given])
            throw UserError.Invalid($"'{setting}' is not NAME=FOLDER", "for example --image my/app:1=./my-image", "--image");
        var folder = Path.GetFullPath(given, context.WorkingDirectory);
        if (SparkDistribution.At(folder) is { } spark)
            return new ImageEntry(name, Spark(spark, context, home));
        if (!Directory.Exists(folder))
            throw UserError.Invalid($"there is no folder {given}", where: $"--image {name}");
        try
        {
            return new ImageEntry(name, ImageDescription.Read(folder));
        }
        catch (InvalidDataException e)
        {
            throw UserError.Invalid(e.Message, "an image is a folder with an image.json, or a Spark distribution (bin/spark-submit, jars/)", $"--image {name}");
        }
    }

    private static ImageDescription Simulator(CliContext context, HearthHome home) => new()
    {
        Name = "hearth/simulator",
        Entrypoint = OwnProgram.CommandLine("simulate"),
        Binds = [new ImageBind(home.EventLogs, home.EventLogs, ReadOnly: false), .. OwnProgram.Folders(context).Select(f => new ImageBind(f, f))],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Simulation.ServiceAccountVariable] = "/var/run/secrets/kubernetes.io/serviceaccount",
            [Simulation.PodTemplateVariable] = "/opt/spark/pod-template",
            ["DOTNET_ROOT"] = OwnProgram.DotnetRoot,
            // A user that the machine does not know has no other.
            ["HOME"] = "/tmp",
            // Many small, short-lived processes on few cores: start fast, keep little.
            ["DOTNET_gcConcurrent"] = "0",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        },
    };

    private static ImageDescription Spark(SparkDistribution spark, CliContext context, HearthHome home)
    {
        var java = JavaHome.Find(context);
        var entrypoint = SparkEntrypoint.Write(home);
        return new ImageDescription
        {
            Name = $"spark-{spark.Version}",
            Entrypoint = ["/bin/bash", entrypoint],
            Binds =
            [
                new ImageBind(spark.Home, "/opt/spark"),
                new ImageBind(null, "/opt/spark/work-dir", ReadOnly: false),
                // The file, not its folder: that is this user's alone, and a container may run as another.
                new ImageBind(entrypoint, entrypoint),
                new ImageBind(SparkEntrypoint.WriteAccounts(home), "/etc/passwd"),
                new ImageBind(SparkEntrypoint.WriteDecommission(home), "/opt/decom.sh"),
                new ImageBind(home.EventLogs, home.EventLogs, ReadOnly: false),
                new ImageBind(java, java),
            ],
            WorkingDirectory = "/opt/spark/work-dir",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["SPARK_HOME"] = "/opt/spark",
                ["JAVA_HOME"] = java,
                ["PATH"] = $"{java}/bin:/opt/spark/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                ["HOME"] = "/opt/spark/work-dir",
                ["LANG"] = "C.UTF-8",
            },
        };
    }
}

/// <summary>What the user says about images.</summary>
/// <param name="Named"><c>NAME=FOLDER</c> each.</param>
internal sealed record ImageSettings(string? SparkHome, bool Simulate, IReadOnlyList<string> Named);
