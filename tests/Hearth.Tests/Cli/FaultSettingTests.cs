using Hearth.Cli.Commands;
using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class FaultSettingTests
{
    [Fact]
    public void Faults_add_up()
    {
        var faults = FaultSetting.Parse(["409=0.1,429=0.2,500=0.3", "410=0.4,cut=0.5,delay=0.6,delay-ms=50,pods=6,nodes=1.5,seed=7"]);
        (faults.Conflict, faults.TooManyRequests, faults.InternalError, faults.Gone, faults.CutWatch, faults.Delay).ShouldBe((0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
        (faults.DelayTime.TotalMilliseconds, faults.PodsPerMinute, faults.NodesPerMinute, faults.Seed).ShouldBe((50, 6, 1.5, 7));
    }

    [Theory]
    [InlineData("409", "it is not KIND=AMOUNT")]
    [InlineData("409=much", "it is not KIND=AMOUNT")]
    [InlineData("409=2", "a share of requests is from 0 to 1")]
    [InlineData("408=0.1", "\"408\" is no kind of fault")]
    [InlineData("nodes=61", "60 is the most")]
    public void What_is_no_fault_is_told(string setting, string why) =>
        Should.Throw<UserError>(() => FaultSetting.Parse([setting])).Message.ShouldContain(why);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var message = Should.Throw<UserError>(() => FaultSetting.Parse(["409=2,cut=0.1,delay-ms=NaN", "what", "408=1,seed=99999999999"])).Message;
        foreach (var part in (string[])["'409=2'", "'delay-ms=NaN'", "'what'", "'408=1'", "'seed=99999999999'"])
            message.ShouldContain(part);
        message.ShouldNotContain("'cut=0.1'");
    }
}
