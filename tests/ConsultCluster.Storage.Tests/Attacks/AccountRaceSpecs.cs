using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;
using ConsultCluster.Storage.Tests.Specs;

namespace ConsultCluster.Storage.Tests.Attacks;

/// <summary>Administrators who change accounts at the same time. Before, a rename wrote the whole row back: 12 of 25 disables were lost.</summary>
public abstract class AccountRaceSpecs : IAsyncLifetime
{
    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private IPersonStore People => _fixture.People;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    [Trait("attack", "3")]
    public async Task Disable_WhileAnotherRenames_IsNeverLost()
    {
        const int Rounds = 25;
        for (var i = 0; i < Rounds; i++)
        {
            await People.AddAsync(StoreSamples.Account($"p{i}", $"user{i}"), StoreSamples.Audit());
        }

        await Task.WhenAll(Enumerable.Range(0, Rounds).SelectMany(i => new[]
        {
            Task.Run(() => People.ChangeAsync(new PersonId($"p{i}"), new AccountEdit { DisplayName = "renamed" }, StoreSamples.Origin("a1"))),
            Task.Run(() => People.ChangeAsync(new PersonId($"p{i}"), new AccountEdit { Disabled = true }, StoreSamples.Origin("a2"))),
        }));

        var accounts = await People.ListAsync();
        Assert.Equal(Rounds, accounts.Count(account => account is { Disabled: true, DisplayName: "renamed", Version: 3 }));
        Assert.Equal(new AuditVerification(Rounds * 3, null), await _fixture.Audit.VerifyAsync());
    }

    [Fact]
    [Trait("attack", "3")]
    public async Task Demote_TwoAdministratorsEachOther_LeavesOne()
    {
        const int Rounds = 25;
        var root = StoreSamples.Account("a0", "root", StaffRole.Administrator);
        var other = StoreSamples.Account("a1", "other", StaffRole.Administrator);
        await People.AddAsync(root, StoreSamples.Audit());
        await People.AddAsync(other, StoreSamples.Audit());
        for (var i = 0; i < Rounds; i++)
        {
            var results = await Task.WhenAll(
                Task.Run(() => People.ChangeAsync(root.Id, new AccountEdit { Role = StaffRole.Expert }, StoreSamples.Origin("a1"))),
                Task.Run(() => People.ChangeAsync(other.Id, new AccountEdit { Disabled = true }, StoreSamples.Origin("a0"))));

            Assert.Single(results, update => update.Result == AccountUpdateResult.Done);
            Assert.Single(results, update => update.Result == AccountUpdateResult.LastAdministrator);
            Assert.True(await People.AnyAdministratorAsync());
            await People.ChangeAsync(root.Id, new AccountEdit { Role = StaffRole.Administrator }, StoreSamples.Origin());
            await People.ChangeAsync(other.Id, new AccountEdit { Disabled = false }, StoreSamples.Origin());
        }
    }

    [Fact]
    [Trait("attack", "1")]
    public async Task SignIn_WhileThePasswordIsReset_LeavesNoSession()
    {
        const int Rounds = 25;
        for (var i = 0; i < Rounds; i++)
        {
            var person = new PersonId($"p{i}");
            await People.AddAsync(StoreSamples.Account(person.Value, $"user{i}"), StoreSamples.Audit());
            await Task.WhenAll(
                Task.Run(() => _fixture.Sessions.StartAsync(
                    StoreSamples.Session($"s{i}", person.Value), "hash", DateTimeOffset.UnixEpoch, 10, StoreSamples.Audit())),
                Task.Run(() => People.ChangeAsync(
                    person, new AccountEdit { Password = new NewPassword("new", StoreSamples.Start.AddDays(7)) }, StoreSamples.Origin())));

            Assert.Empty(await _fixture.Sessions.ListAsync(person, DateTimeOffset.UnixEpoch));
        }
    }
}
