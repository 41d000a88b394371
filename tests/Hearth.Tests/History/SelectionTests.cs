using Hearth.History.Model;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Selecting and ordering give what sorting gives.</summary>
public class SelectionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(50_000)]
    public void Values_at_places_are_those_of_the_sorted_order(int count)
    {
        var random = new Random(count);
        foreach (var (least, most) in ((long, long)[])[(0, 1), (0, 10), (-5, 60_000), (0, 1L << 40), (long.MinValue, long.MaxValue)])
        {
            var values = Enumerable.Range(0, count).Select(i => i % 7 == 0 ? least : random.NextInt64(least, most)).ToArray();
            int[] indices = [0, 0, count / 20, count / 2, count / 2, count - 1, count - 1];
            Array.Sort(indices);
            var sorted = values.Order().ToArray();
            Selection.At(values, indices).ShouldBe(indices.Select(i => sorted[i]).ToArray(), $"{least} to {most}");
        }
    }

    [Fact]
    public void One_far_value_does_not_spoil_the_others()
    {
        var values = Enumerable.Range(0, 30_000).Select(i => (long)((i * 7919) % 30_000)).Append(long.MaxValue).ToArray();
        Selection.At(values, [0, 15_000, 29_999, 30_000]).ShouldBe([0, 15_000, 29_999, long.MaxValue]);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-3, 3)]
    [InlineData(0, 1L << 33)]
    [InlineData(long.MinValue, long.MaxValue)]
    public void The_order_of_equal_keys_is_kept(long least, long most)
    {
        var random = new Random(3);
        var keys = Enumerable.Range(0, 5000).Select(_ => random.NextInt64(least, most)).ToArray();
        Selection.StableOrder(keys).ShouldBe(Enumerable.Range(0, keys.Length).OrderBy(i => keys[i]).ToArray());
    }
}
