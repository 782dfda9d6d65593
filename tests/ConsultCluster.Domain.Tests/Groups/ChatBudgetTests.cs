using ConsultCluster.Domain.Groups;

namespace ConsultCluster.Domain.Tests.Groups;

public sealed class ChatBudgetTests
{
    private static readonly PersonId Guest = new("p-guest");
    private static readonly PersonId Doctor = new("p-doctor");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_AsManyAtOnceAsAMinuteHas_ThenOneForEachThatRefills()
    {
        var budget = new ChatBudget(perMember: 30, perGroup: 1000);
        Assert.Equal(30, Taken(budget, Guest, 100, Start));

        Assert.Equal(0, Taken(budget, Guest, 1, Start.AddSeconds(1.9)));
        Assert.Equal(1, Taken(budget, Guest, 2, Start.AddSeconds(2)));
        Assert.Equal(30, Taken(budget, Guest, 100, Start.AddHours(1)));
    }

    [Fact]
    public void Take_OneWritesTooMuch_OthersWriteOn()
    {
        var budget = new ChatBudget(perMember: 5, perGroup: 8);

        Assert.Equal(5, Taken(budget, Guest, 100, Start));
        Assert.Equal(3, Taken(budget, Doctor, 100, Start));
    }

    [Fact]
    public void Take_Refused_SaysWhoseLimitItIsAndTakesNothing()
    {
        var budget = new ChatBudget(perMember: 2, perGroup: 3);
        Taken(budget, Guest, 2, Start);

        var member = budget.Take(Guest, Start)!;
        Assert.Equal(RefusalCodes.ChatFlood, member.Code);
        Assert.Contains("2 messages a minute", member.Reason, StringComparison.Ordinal);
        Assert.Null(budget.Take(Doctor, Start));
        Assert.Contains("3 messages a minute together", budget.Take(Doctor, Start)!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_ClockGoesBack_RefillsNothing()
    {
        var budget = new ChatBudget(perMember: 1, perGroup: 10);
        Taken(budget, Guest, 1, Start);

        Assert.NotNull(budget.Take(Guest, Start.AddHours(-1)));
        Assert.Null(budget.Take(Guest, Start.AddMinutes(1)));
    }

    private static int Taken(ChatBudget budget, PersonId person, int asked, DateTimeOffset now) =>
        Enumerable.Range(0, asked).Count(_ => budget.Take(person, now) is null);
}
