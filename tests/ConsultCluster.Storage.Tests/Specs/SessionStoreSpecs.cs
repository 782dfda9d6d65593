using ConsultCluster.Domain;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every store of sessions owes.</summary>
public abstract class SessionStoreSpecs : IAsyncLifetime
{
    private static readonly PersonId Li = new("p1");

    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private ISessionStore Sessions => _fixture.Sessions;

    public async Task InitializeAsync()
    {
        _fixture = await CreateAsync();
        await _fixture.People.AddAsync(StoreSamples.Account("p1", "li"), StoreSamples.Audit());
        await _fixture.People.AddAsync(StoreSamples.Account("p2", "wang"), StoreSamples.Audit());
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Start_Session_ComesBackWithItsAccountUntilItIsTooOld()
    {
        var session = StoreSamples.Session("s1", "p1");

        Assert.True(await StartAsync(session));

        var found = await Sessions.FindAsync("s1", StoreSamples.Start.AddSeconds(-1));
        Assert.Equal(new SignedInSession(session, (await _fixture.People.FindAsync(Li))!), found);
        Assert.Null(await Sessions.FindAsync("s1", StoreSamples.Start));
        Assert.Null(await Sessions.FindAsync("other", StoreSamples.Start.AddSeconds(-1)));
        Assert.Equal(3, (await _fixture.Audit.ReadAllAsync(0, 10)).Length);
    }

    [Fact]
    public async Task Start_AccountChangedSinceThePasswordWasChecked_IsRefused()
    {
        Assert.False(await StartAsync(StoreSamples.Session("s1", "p1"), passwordHash: "older"));
        await _fixture.People.ChangeAsync(Li, new AccountEdit { Disabled = true }, StoreSamples.Origin());

        Assert.False(await StartAsync(StoreSamples.Session("s1", "p1")));
        Assert.False(await StartAsync(StoreSamples.Session("s1", "nobody")));

        Assert.Null(await Sessions.FindAsync("s1", DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task Start_TooManyOrTooOld_EndsTheLongestUnused()
    {
        await StartAsync(StoreSamples.Session("old", "p2", minute: -20));
        foreach (var minute in Enumerable.Range(1, 4))
        {
            await StartAsync(StoreSamples.Session($"s{minute}", "p1", minute), most: 3);
        }

        Assert.Equal(["s4", "s3", "s2"], (await Sessions.ListAsync(Li, DateTimeOffset.MinValue)).Select(session => session.Id));
        Assert.Empty(await Sessions.ListAsync(new PersonId("p2"), DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task Touch_Session_NotesOneUseInThatTime()
    {
        await StartAsync(StoreSamples.Session("s1", "p1"));

        await Sessions.TouchAsync("s1", StoreSamples.Start.AddMinutes(6), "192.0.2.6", StoreSamples.Start.AddMinutes(1));
        await Sessions.TouchAsync("s1", StoreSamples.Start.AddMinutes(7), "192.0.2.7", StoreSamples.Start.AddMinutes(2));

        var session = Assert.Single(await Sessions.ListAsync(Li, StoreSamples.Start));
        Assert.Equal((StoreSamples.Start.AddMinutes(6), "192.0.2.6"), (session.UsedAt, session.From));
    }

    [Fact]
    public async Task End_Session_OnlyOfThatPersonAndOnce()
    {
        await StartAsync(StoreSamples.Session("s1", "p1"));

        Assert.False(await Sessions.EndAsync(new PersonId("p2"), "s1", StoreSamples.Audit()));
        Assert.True(await Sessions.EndAsync(Li, "s1", StoreSamples.Audit()));
        Assert.False(await Sessions.EndAsync(Li, "s1", StoreSamples.Audit()));

        Assert.Null(await Sessions.FindAsync("s1", DateTimeOffset.MinValue));
        Assert.Equal(4, (await _fixture.Audit.ReadAllAsync(0, 10)).Length);
    }

    [Fact]
    public async Task EndOthers_KeepsOneAndOtherPeoples()
    {
        foreach (var (id, person) in new[] { ("s1", "p1"), ("s2", "p1"), ("s3", "p1"), ("t1", "p2") })
        {
            await StartAsync(StoreSamples.Session(id, person));
        }

        Assert.Equal(["s1", "s3"], (await Sessions.EndOthersAsync(Li, "s2", StoreSamples.Audit())).Order(StringComparer.Ordinal));
        Assert.Equal("s2", Assert.Single(await Sessions.EndOthersAsync(Li, null, StoreSamples.Audit())));
        Assert.Empty(await Sessions.EndOthersAsync(Li, null, StoreSamples.Audit()));

        Assert.Single(await Sessions.ListAsync(new PersonId("p2"), DateTimeOffset.MinValue));
    }

    [Fact]
    public async Task Change_OfTheAccount_EndsTheSessionsThatMayNotGoOn()
    {
        await StartAsync(StoreSamples.Session("s1", "p1"));
        await StartAsync(StoreSamples.Session("s2", "p1"));

        await _fixture.People.ChangeAsync(Li, new AccountEdit { DisplayName = "Li" }, StoreSamples.Origin());
        Assert.Equal(2, (await Sessions.ListAsync(Li, DateTimeOffset.MinValue)).Length);
        await _fixture.People.ChangeAsync(
            Li, new AccountEdit { Password = new NewPassword("hash-2") { Replaces = "hash", KeepSession = "s2" } }, StoreSamples.Origin());
        Assert.Equal("s2", Assert.Single(await Sessions.ListAsync(Li, DateTimeOffset.MinValue)).Id);
        await _fixture.People.ChangeAsync(Li, new AccountEdit { Role = StaffRole.Applicant }, StoreSamples.Origin());
        Assert.Single(await Sessions.ListAsync(Li, DateTimeOffset.MinValue));
        await _fixture.People.ChangeAsync(Li, new AccountEdit { Disabled = true }, StoreSamples.Origin());
        Assert.Empty(await Sessions.ListAsync(Li, DateTimeOffset.MinValue));
    }

    private Task<bool> StartAsync(StaffSession session, string passwordHash = "hash", int most = 10) =>
        Sessions.StartAsync(session, passwordHash, StoreSamples.Start.AddMinutes(-10), most, StoreSamples.Audit());
}
