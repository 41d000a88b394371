using Hearth.History.EventLogs;
using IronSnappy;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Raw Snappy blocks against another implementation's encoder.</summary>
public class RawSnappyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(61)]
    [InlineData(70_000)]
    [InlineData(300_000)]
    public void What_was_encoded_is_decoded(int length)
    {
        var random = new Random(length);
        foreach (var kinds in (int[])[1, 2, 16, 256])
        {
            var text = Enumerable.Range(0, length).Select(i => (byte)(i % 997 < 300 ? random.Next(kinds) : i % 11)).ToArray();
            var block = Snappy.Encode(text);
            var decoded = new byte[length];
            RawSnappy.TextLength(block).ShouldBe(length);
            RawSnappy.TryDecode(block, decoded).ShouldBeTrue();
            decoded.ShouldBe(text);
        }
    }

    [Fact]
    public void Damaged_blocks_are_refused_or_give_other_text_and_never_more_than_room()
    {
        var random = new Random(1);
        var text = Enumerable.Range(0, 5000).Select(i => (byte)(i % 50)).ToArray();
        var good = Snappy.Encode(text);
        for (var i = 0; i < 20_000; i++)
        {
            var bad = (byte[])good.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            RawSnappy.TryDecode(bad.AsSpan(0, random.Next(bad.Length + 1)), new byte[text.Length]);
        }

        RawSnappy.TryDecode(good.AsSpan(0, good.Length - 1), new byte[text.Length]).ShouldBeFalse();
        RawSnappy.TryDecode([], new byte[1]).ShouldBeFalse();
    }
}
