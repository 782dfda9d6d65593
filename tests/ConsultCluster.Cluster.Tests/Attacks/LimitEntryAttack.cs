using ConsultCluster.Cluster.Tests.Groups;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Ports.Groups;
using ConsultCluster.Testing.Groups;

namespace ConsultCluster.Cluster.Tests.Attacks;

/// <summary>Somebody runs into a limit again and again, to fill the audit with it.</summary>
public sealed class LimitEntryAttack : IAsyncLifetime
{
    private SiloFixture _silo = null!;

    private IConsultationGroup Group => _silo.Groups.Get(Scene.Id);

    public async Task InitializeAsync()
    {
        _silo = await SiloFixture.StartAsync();
        await Group.RequestAsync(Scene.Request(capacity: 2), Scene.Applicant).Value();
    }

    public async Task DisposeAsync() => await _silo.DisposeAsync();

    [Fact]
    [Trait("attack", "8")]
    public async Task Attack_FullGroupAskedAgainAndAgain_IsOneEntryAMinute()
    {
        await Group.SitAsync("a");
        await Group.SitAsync("b");
        var claims = await Group.IssueTokenAsync(Scene.Order("c")).Value();
        for (var i = 0; i < 50; i++)
        {
            Assert.NotNull(await Group.EnterAsync(Scene.Entry(claims, "c")).Refusal());
        }

        Assert.Equal(1, await EntriesAsync());
        _silo.Clock.Advance(TimeSpan.FromMinutes(1));
        await Group.EnterAsync(Scene.Entry(claims, "c"));
        Assert.Equal(2, await EntriesAsync());
    }

    /// <summary>An entry is saved before the next command of the group at the latest.</summary>
    private async Task<int> EntriesAsync()
    {
        await Group.RevokeTokenAsync(new("t-none"), Scene.Applicant);
        return (await _silo.Audit.ReadAsync(Scene.Id)).Count(entry => entry.Entry.Action == AuditActions.LimitReached
            && entry.Entry.Detail.Contains(Limits.Seats, StringComparison.Ordinal));
    }
}
