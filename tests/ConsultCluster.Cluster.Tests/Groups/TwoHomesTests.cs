using ConsultCluster.Ports.Groups;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Testing.Groups;
using ConsultCluster.Testing.Relays;
using ConsultCluster.Testing.Time;

namespace ConsultCluster.Cluster.Tests.Specs;

/// <summary>A group that is in two places at once, as in a cluster that fell apart.</summary>
public sealed class TwoHomesTests : IAsyncLifetime
{
    /// <summary>Together below what one person may have issued and nobody has used.</summary>
    private const int Each = 15;

    private ClusterFixture _fixture = null!;

    public async Task InitializeAsync()
    {
        _fixture = await ClusterFixture.StartAsync();
        await _fixture.Groups.Get(Scene.Id).RequestAsync(Scene.Request(), Scene.Applicant).Value();
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Save_FromTwoActivations_NeverBothAndLosesNothingAcknowledged()
    {
        await using var other = await SiloHost.StartAsync(_fixture.Store, new FakeRelays(new FakeRelay()), _fixture.Clock);

        await Task.WhenAll(IssueAsync(_fixture.Groups.Get(Scene.Id), "here"), IssueAsync(other.Groups.Get(Scene.Id), "there"));

        var issued = (await _fixture.Store.TokensAsync(Scene.Id)).Select(token => token.Claims.Person.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Equal(2 * Each, issued.Count);
        var entries = await _fixture.Audit.ReadAsync(Scene.Id);
        Assert.Equal(2 * Each, entries.Count(entry => entry.Entry.Action == "token.issued"));
        Assert.True((await _fixture.Audit.VerifyAsync()).Intact);
    }

    /// <summary>Who is overtaken twice in a row is told to try again, as everybody who calls a group is.</summary>
    private static async Task IssueAsync(IConsultationGroup group, string prefix)
    {
        for (var i = 0; i < Each; i++)
        {
            await Eventually.HoldsAsync(async () =>
            {
                try
                {
                    await group.IssueTokenAsync(Scene.Order($"{prefix}{i}")).Value();
                    return true;
                }
                catch (StorageUnavailableException)
                {
                    return false;
                }
            });
        }
    }
}
