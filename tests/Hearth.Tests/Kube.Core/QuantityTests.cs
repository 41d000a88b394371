using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Quantities;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube.Core;

public sealed class QuantityTests
{
    // Input and canonical form as resource.Quantity prints them.
    [Theory]
    [InlineData("0", "0")]
    [InlineData("0.0Gi", "0")]
    [InlineData("100m", "100m")]
    [InlineData("1000m", "1")]
    [InlineData("1.5", "1500m")]
    [InlineData("0.5", "500m")]
    [InlineData("1024", "1024")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Mi", "512Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.0001Ki", "102400u")]
    [InlineData("1000", "1k")]
    [InlineData("1000k", "1M")]
    [InlineData("1e3", "1e3")]
    [InlineData("1E3", "1e3")]
    [InlineData("12e-1", "1200e-3")]
    [InlineData("1e9", "1e9")]
    [InlineData("100e3", "100e3")]
    [InlineData("-1.5Gi", "-1536Mi")]
    [InlineData("+5", "5")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("1.0000000001", "1000000001n")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("8192Ei", "9223372036854775807")]
    [InlineData("5.", "5")]
    [InlineData(".5", "500m")]
    public void A_quantity_has_one_canonical_form(string text, string canonical) => Quantity.Parse(text).Canonical().Text.ShouldBe(canonical);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("Gi")]
    [InlineData("1.2.3")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1K")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("--1")]
    [InlineData("1e999999999999")]
    [InlineData("1Mi ")]
    public void What_is_no_quantity_is_refused(string text)
    {
        new Quantity(text).IsValid.ShouldBeFalse();
        Should.Throw<FormatException>(() => Quantity.Parse(text)).Message.ShouldContain("suffixes");
    }

    [Theory]
    [InlineData("1", "1000m", 0)]
    [InlineData("1Gi", "1G", 1)]
    [InlineData("-1", "0", -1)]
    [InlineData("1n", "0", 1)]
    public void Quantities_compare_by_value(string left, string right, int order) => Math.Sign(new Quantity(left).CompareTo(right)).ShouldBe(order);

    [Theory]
    [InlineData("1Gi", "512Mi", "1536Mi")]
    [InlineData("500m", "500m", "1")]
    [InlineData("0", "1Gi", "1Gi")]
    [InlineData("1", "1Ki", "1025")]
    [InlineData("1Ki", "500m", "1024500m")]
    public void A_sum_is_written_as_its_first_part_is(string left, string right, string sum) => (new Quantity(left) + right).Text.ShouldBe(sum);

    [Theory]
    [InlineData("1001m", 2, 1001)]
    [InlineData("1.0001", 2, 1001)]
    [InlineData("-1500m", -1, -1500)]
    [InlineData("nonsense", 0, 0)]
    public void Whole_and_thousandths_round_up(string text, long whole, long milli)
    {
        new Quantity(text).RoundedUp().ShouldBe(whole);
        new Quantity(text).Milli().ShouldBe(milli);
    }

    [Fact]
    public void Arithmetic_holds_for_any_quantities()
    {
        Check.One(Seeded.Cases(), Prop.ForAll(Quantities(), Quantities(), (a, b) =>
        {
            var sum = a + b;
            (sum - b).CompareTo(a).ShouldBe(0);
            sum.CompareTo(b + a).ShouldBe(0);
            (a - a).Text.ShouldBe("0");
            (-(-a)).CompareTo(a).ShouldBe(0);
        }));
    }

    [Fact]
    public void The_canonical_form_keeps_the_value_and_is_its_own_canonical_form()
    {
        Check.One(Seeded.Cases(), Prop.ForAll(Quantities(), q =>
        {
            var canonical = q.Canonical();
            canonical.CompareTo(q).ShouldBe(0);
            canonical.Canonical().CompareTo(q).ShouldBe(0);
            // A binary amount that no suffix divides is written without one, and so no longer says its family.
            if (!q.Text.EndsWith('i') || canonical.Text.EndsWith('i'))
                canonical.Canonical().Text.ShouldBe(canonical.Text);
            canonical.Text.ShouldNotContain('.');
        }));
    }

    [Fact]
    public void No_text_makes_the_parser_fail() => Check.One(Seeded.Cases(), Prop.ForAll<string?>(text =>
    {
        _ = new Quantity(text!).IsValid;
    }));

    private static Arbitrary<Quantity> Quantities()
    {
        var suffix = Gen.Elements("", "n", "u", "m", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E-2", "e0");
        var number = Gen.Choose(-100_000, 100_000);
        var fraction = Gen.Elements("", ".5", ".25", ".125", ".001", ".");
        return (from n in number from f in fraction from s in suffix select new Quantity(n + f + s)).ToArbitrary();
    }
}
