using System.Globalization;
using FsCheck;
using Microsoft.FSharp.Core;

namespace Hearth.Tests;

/// <summary>Cases drawn by chance, but the same ones in each run: what fails once fails again. <c>HEARTH_SEED</c> draws others.</summary>
internal static class Seeded
{
    private const ulong Usual = 20261121;

    public static Config Cases(int count = 100)
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("HEARTH_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Usual;
        return Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed), FSharpOption<int>.None)));
    }
}
