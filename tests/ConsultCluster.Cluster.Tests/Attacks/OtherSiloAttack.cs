using ConsultCluster.Cluster.Tests.Specs;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Groups.Events;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Testing.Groups;
using Microsoft.Extensions.DependencyInjection;

namespace ConsultCluster.Cluster.Tests.Attacks;

/// <summary>An account is changed at one server of a cluster; its consultations are on the others.</summary>
public sealed class OtherSiloAttack : IAsyncLifetime
{
    private const int Groups = 12;

    private ClusterFixture _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ClusterFixture.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    [Trait("attack", "1")]
    public async Task Attack_DisabledThroughTheGateway_IsOutOfTheGroupsOfEverySilo()
    {
        var by = new Actor(new PersonId("p_zhao"), Scene.All, "192.0.2.66", Session: "s1");
        _cluster.Accounts.Set("p_zhao", StaffRole.Coordinator);
        var silos = _cluster.Cluster.GetActiveSilos().ToArray();
        var observers = new List<(GroupId Group, RecordingObserver Observer, TerminalId Terminal)>();
        for (var i = 0; i < Groups; i++)
        {
            var id = new GroupId($"g{i}");
            var group = _cluster.Groups.Get(id);
            await group.RequestAsync(Scene.Request(id.Value, $"r{i}"), Scene.Applicant).Value();
            var own = await group.IssueTokenAsync(Scene.Order("p_zhao", Scene.All) with { Id = new($"t{i}"), By = by, Role = GroupRole.Coordinator }).Value();

            // The seat's front door is one of the silos, in turn; the group may be in another.
            var door = ClusterFixture.GroupsOf(silos[i % silos.Length]).Get(id);
            var observer = new RecordingObserver();
            await door.SubscribeAsync(observer).Value();
            observers.Add((id, observer, (await door.EnterAsync(Scene.Entry(own, "zhao")).Value()).Terminal));
        }

        _cluster.Accounts.Set("p_zhao", StaffRole.Coordinator, isActive: false);
        await _cluster.Cluster.Client.ServiceProvider.GetRequiredService<IAccountChanges>()
            .AnnounceAsync(new AccountChange(by.Person, AccountChangeKind.Disabled, null, new PersonId("p_admin"), "192.0.2.1"));

        foreach (var (id, observer, terminal) in observers)
        {
            Assert.Empty((await _cluster.Groups.Get(id).SnapshotAsync().Value()).Members);
            await observer.HearAsync<MemberLeft>(left => left.Terminal == terminal);
        }
    }
}
