using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Selectors;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube.Core;

public sealed class SelectorTests
{
    private static readonly Dictionary<string, string> s_labels = new() { ["app"] = "web", ["tier"] = "a", ["n"] = "7", ["empty"] = "", ["in"] = "x" };

    [Theory]
    [InlineData("", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData(" app = web ", true)]
    [InlineData("app!=web", false)]
    [InlineData("other!=web", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("! other", true)]
    [InlineData("tier in (a,b)", true)]
    [InlineData("tier in (b)", false)]
    [InlineData("tier notin (a,b)", false)]
    [InlineData("other notin (a)", true)]
    [InlineData("other in (a)", false)]
    [InlineData("n>6", true)]
    [InlineData("n<7", false)]
    [InlineData("app>1", false)]
    [InlineData("empty=", true)]
    [InlineData("empty in ()", true)]
    [InlineData("empty in (a,)", true)]
    [InlineData("in in (x)", true)]
    [InlineData("app=web,tier in (a),!old,n>1", true)]
    [InlineData("app=web,tier=b", false)]
    public void A_label_selector_matches_as_kubectl_would(string selector, bool matches)
    {
        LabelMatcher.Parse(selector).Matches(s_labels).ShouldBe(matches);
        LabelMatcher.Parse(LabelMatcher.Parse(selector).ToString()).Matches(s_labels).ShouldBe(matches);
    }

    [Theory]
    [InlineData("app=web,")]
    [InlineData(",app")]
    [InlineData("app web")]
    [InlineData("!app=web")]
    [InlineData("app in a")]
    [InlineData("app in (a")]
    [InlineData("app in (a b)")]
    [InlineData("=web")]
    [InlineData("app=we b")]
    [InlineData("app=$x")]
    [InlineData("-app=x")]
    [InlineData("UPPER.example/x=1")]
    [InlineData("n>six")]
    [InlineData("app=web\n,!")]
    [InlineData("a=b=c")]
    public void A_text_that_is_no_label_selector_is_refused(string selector) => Should.Throw<SelectorException>(() => LabelMatcher.Parse(selector));

    [Fact]
    public void A_selector_object_matches_as_the_server_reads_it()
    {
        LabelMatcher.From(null).Matches(s_labels).ShouldBeFalse();
        LabelMatcher.From(new()).Matches(null).ShouldBeTrue();
        var selector = new LabelSelector
        {
            MatchLabels = new Dictionary<string, string> { ["app"] = "web" },
            MatchExpressions = [new() { Key = "tier", Operator = "In", Values = ["a"] }, new() { Key = "old", Operator = "DoesNotExist" }],
        };
        var matcher = LabelMatcher.From(selector);
        matcher.Matches(s_labels).ShouldBeTrue();
        matcher.ToString().ShouldBe("app=web,!old,tier in (a)");
        Should.Throw<SelectorException>(() => LabelMatcher.From(new() { MatchExpressions = [new() { Key = "a", Operator = "Near" }] })).Message.ShouldContain("Near");
        Should.Throw<SelectorException>(() => LabelMatcher.From(new() { MatchExpressions = [new() { Key = "a", Operator = "In" }] })).Message.ShouldContain("at least one");
    }

    [Fact]
    public void Any_label_selector_reads_back_from_its_text()
    {
        Check.One(Seeded.Cases(), Prop.ForAll(Requirements().ListOf().ToArbitrary(), requirements =>
        {
            var matcher = LabelMatcher.Of(requirements);
            var again = LabelMatcher.Parse(matcher.ToString());
            again.ToString().ShouldBe(matcher.ToString());
            again.Matches(s_labels).ShouldBe(requirements.All(r => r.Matches(s_labels)));
        }));
    }

    [Fact]
    public void No_text_breaks_the_parsers_otherwise_than_by_refusal()
    {
        var text = Gen.Elements("a", "in", "notin", "=", "!", "(", ")", ",", " ", ">", "\\", ".", "/", "7").ListOf().Select(string.Concat);
        Check.One(Seeded.Cases(), Prop.ForAll(text.ToArbitrary(), t =>
        {
            try
            {
                LabelMatcher.Parse(t);
                FieldMatcher.Parse(t);
            }
            catch (SelectorException)
            {
            }
        }));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("metadata.name=x", true)]
    [InlineData("metadata.name==x", true)]
    [InlineData("metadata.name!=x", false)]
    [InlineData("status.phase!=Running", true)]
    [InlineData("metadata.name=x,status.phase=Failed", true)]
    [InlineData("metadata.name=x,,", true)]
    [InlineData("spec.nodeName=", true)]
    [InlineData("odd=a\\,b\\=c\\\\", true)]
    public void A_field_selector_matches(string selector, bool matches)
    {
        var fields = new Dictionary<string, string> { ["metadata.name"] = "x", ["status.phase"] = "Failed", ["odd"] = "a,b=c\\" };
        FieldMatcher.Parse(selector).Matches(f => fields.GetValueOrDefault(f)).ShouldBe(matches);
        FieldMatcher.Parse(FieldMatcher.Parse(selector).ToString()).Matches(f => fields.GetValueOrDefault(f)).ShouldBe(matches);
    }

    [Theory]
    [InlineData("metadata.name")]
    [InlineData("a=b=c")]
    [InlineData("a=\\x")]
    [InlineData("a=b\\")]
    [InlineData("a!b")]
    public void A_text_that_is_no_field_selector_is_refused(string selector) => Should.Throw<SelectorException>(() => FieldMatcher.Parse(selector));

    [Fact]
    public void Any_field_selector_reads_back_from_its_text()
    {
        var value = Gen.Elements("a", ",", "=", "\\", "!", " ").ListOf().Select(string.Concat);
        var requirement = from v in value from negated in Gen.Elements(true, false) select new FieldRequirement("metadata.name", v, negated);
        Check.One(Seeded.Cases(), Prop.ForAll(requirement.ListOf().ToArbitrary(), requirements =>
            FieldMatcher.Parse(FieldMatcher.Of(requirements).ToString()).Requirements.ShouldBe(requirements)));
    }

    private static Gen<LabelRequirement> Requirements()
    {
        var key = Gen.Elements("app", "tier", "n", "in", "notin", "example.com/x");
        var value = Gen.Elements("", "a", "web", "in", "x.y_z", "7");
        var one = from k in key
                  from v in value
                  from op in Gen.Elements(LabelOperator.Equals, LabelOperator.DoubleEquals, LabelOperator.NotEquals)
                  select new LabelRequirement(k, op, v);
        var set = from k in key
                  from v in value.NonEmptyListOf()
                  from op in Gen.Elements(LabelOperator.In, LabelOperator.NotIn)
                  select new LabelRequirement(k, op, v);
        var none = from k in key from op in Gen.Elements(LabelOperator.Exists, LabelOperator.DoesNotExist) select new LabelRequirement(k, op);
        var bound = from k in key
                    from n in Gen.Choose(-10, 10)
                    from op in Gen.Elements(LabelOperator.GreaterThan, LabelOperator.LessThan)
                    where n >= 0
                    select new LabelRequirement(k, op, n.ToString());
        return Gen.OneOf(one, set, none, bound);
    }
}
