using System.Text.Json;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Tests.Specs;

/// <summary>What every store of accounts owes.</summary>
public abstract class PersonStoreSpecs : IAsyncLifetime
{
    private StoreFixture _fixture = null!;

    protected abstract Task<StoreFixture> CreateAsync();

    private IPersonStore People => _fixture.People;

    public async Task InitializeAsync() => _fixture = await CreateAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task Add_Account_ComesBackByIdAndByNameInAnyCase()
    {
        var account = StoreSamples.Account("p1", "Dr.Li") with { OneTimeUntil = StoreSamples.Start, Disabled = true };

        Assert.True(await People.AddAsync(account, StoreSamples.Audit()));

        Assert.Equal(account, await People.FindAsync(account.Id));
        Assert.Equal(account, await People.FindByUserNameAsync("DR.LI"));
        Assert.Equal([account], (await People.ListAsync()).ToArray());
        Assert.Null(await People.FindByUserNameAsync("other"));
        Assert.Single(await _fixture.Audit.ReadAllAsync(0, 10));
    }

    [Theory]
    [InlineData("李医生", "李医生")]
    [InlineData("Öz", "öz")]
    [InlineData("admin", " Admin ")]
    public async Task Add_NameTaken_IsFalseAndLeavesNoAudit(string first, string second)
    {
        await People.AddAsync(StoreSamples.Account("p1", first), StoreSamples.Audit());

        Assert.False(await People.AddAsync(StoreSamples.Account("p2", second), StoreSamples.Audit()));

        Assert.Single(await People.ListAsync());
        Assert.Single(await _fixture.Audit.ReadAllAsync(0, 10));
    }

    [Fact]
    public async Task Change_SomeFields_WritesThemAndSaysInTheAuditFromWhatToWhat()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());

        var update = await People.ChangeAsync(
            account.Id, new AccountEdit { DisplayName = "李医生", Role = StaffRole.Coordinator, Disabled = true, ExpectedVersion = 1 }, StoreSamples.Origin());

        var expected = account with { DisplayName = "李医生", Role = StaffRole.Coordinator, Disabled = true, Version = 2 };
        Assert.Equal(new AccountUpdate(AccountUpdateResult.Done, account, expected), update);
        Assert.Equal(expected, await People.FindAsync(account.Id));
        var entry = (await _fixture.Audit.ReadAllAsync(0, 10))[^1].Entry;
        Assert.Equal((AuditActions.PersonChanged, "p9", "192.0.2.9"), (entry.Action, entry.By.Value, entry.From));
        using var detail = JsonDocument.Parse(entry.Detail);
        Assert.Equal("p1", detail.RootElement.GetProperty("person").GetString());
        var changes = detail.RootElement.GetProperty("changes");
        Assert.Equal(("Dr. li", "李医生"), (changes.GetProperty("displayName").GetProperty("from").GetString(), changes.GetProperty("displayName").GetProperty("to").GetString()));
        Assert.Equal(("expert", "coordinator"), (changes.GetProperty("role").GetProperty("from").GetString(), changes.GetProperty("role").GetProperty("to").GetString()));
        Assert.Equal((false, true), (changes.GetProperty("disabled").GetProperty("from").GetBoolean(), changes.GetProperty("disabled").GetProperty("to").GetBoolean()));
    }

    [Fact]
    public async Task Change_NothingDiffers_WritesNeitherAccountNorAudit()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());

        var update = await People.ChangeAsync(account.Id, new AccountEdit { Role = account.Role, HasSeenReset = true }, StoreSamples.Origin());

        Assert.Equal(new AccountUpdate(AccountUpdateResult.Done, account, account), update);
        Assert.Single(await _fixture.Audit.ReadAllAsync(0, 10));
    }

    [Fact]
    public async Task Change_OlderVersionOrNobody_IsRefused()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());
        await People.ChangeAsync(account.Id, new AccountEdit { DisplayName = "first" }, StoreSamples.Origin());

        var stale = await People.ChangeAsync(account.Id, new AccountEdit { DisplayName = "second", ExpectedVersion = 1 }, StoreSamples.Origin());
        var unknown = await People.ChangeAsync(new PersonId("nobody"), new AccountEdit { Disabled = true }, StoreSamples.Origin());

        Assert.Equal((AccountUpdateResult.Stale, AccountUpdateResult.Unknown), (stale.Result, unknown.Result));
        Assert.Equal("first", (await People.FindAsync(account.Id))!.DisplayName);
    }

    [Fact]
    public async Task Change_Password_OfAnAdministratorIsNotedUntilSeenAndItsHashIsNotInTheAudit()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());
        var until = StoreSamples.Start.AddDays(7);

        var reset = await People.ChangeAsync(account.Id, new AccountEdit { Password = new NewPassword("hash-2", until) }, StoreSamples.Origin());
        var stale = await People.ChangeAsync(
            account.Id, new AccountEdit { Password = new NewPassword("hash-3") { Replaces = "hash" } }, StoreSamples.Origin("p1"));
        var own = await People.ChangeAsync(
            account.Id, new AccountEdit { Password = new NewPassword("hash-3") { Replaces = "hash-2" } }, StoreSamples.Origin("p1"));
        var seen = await People.ChangeAsync(account.Id, new AccountEdit { HasSeenReset = true }, StoreSamples.Origin("p1"));

        Assert.Equal(new PasswordReset(new PersonId("p9"), StoreSamples.Start, Seen: false), reset.After!.Reset);
        Assert.True(reset.After.MustChangePassword);
        Assert.Equal(AccountUpdateResult.Stale, stale.Result);
        Assert.False(own.After!.MustChangePassword);
        Assert.Equal(account with { PasswordHash = "hash-3", Version = 4, Reset = reset.After.Reset! with { Seen = true } }, seen.After);
        Assert.Equal(seen.After, await People.FindAsync(account.Id));
        var audit = (await _fixture.Audit.ReadAllAsync(1, 10)).Select(row => row.Entry).ToArray();
        Assert.Equal([AuditActions.PasswordReset, AuditActions.PasswordChanged, AuditActions.PasswordResetSeen], audit.Select(entry => entry.Action));
        Assert.All(audit, entry => Assert.DoesNotContain("hash", entry.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Change_LastAdministrator_CannotBeDisabledOrDemoted()
    {
        var root = StoreSamples.Account("p1", "root", StaffRole.Administrator);
        await People.AddAsync(root, StoreSamples.Audit());
        await People.AddAsync(StoreSamples.Account("p2", "gone", StaffRole.Administrator) with { Disabled = true }, StoreSamples.Audit());

        var disabled = await People.ChangeAsync(root.Id, new AccountEdit { Disabled = true }, StoreSamples.Origin());
        var demoted = await People.ChangeAsync(root.Id, new AccountEdit { Role = StaffRole.Expert }, StoreSamples.Origin());

        Assert.Equal((AccountUpdateResult.LastAdministrator, AccountUpdateResult.LastAdministrator), (disabled.Result, demoted.Result));
        Assert.Equal(root, await People.FindAsync(root.Id));
    }

    [Fact]
    public async Task RecoveryCode_GivesAPasswordOnceAndInTimeOnly()
    {
        var root = StoreSamples.Account("p1", "root", StaffRole.Administrator);
        await People.AddAsync(root, StoreSamples.Audit());
        var until = StoreSamples.Start.AddHours(1);
        await People.SetRecoveryCodeAsync(root.Id, "h0", until, StoreSamples.Audit());
        await People.SetRecoveryCodeAsync(root.Id, "h1", until, StoreSamples.Audit());

        Assert.Null(await UseAsync("h0", StoreSamples.Start));
        Assert.Null(await UseAsync("h1", until));
        var uses = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => UseAsync("h1", StoreSamples.Start))));

        Assert.Single(uses, use => use?.Result == AccountUpdateResult.Done);
        Assert.Equal(3, uses.Count(use => use is null));
        Assert.Equal("new", (await People.FindAsync(root.Id))!.PasswordHash);

        Task<AccountUpdate?> UseAsync(string code, DateTimeOffset at) => People.UseRecoveryCodeAsync(code, new NewPassword("new"), "192.0.2.1", at);
    }

    [Fact]
    public async Task AnyAdministrator_CountsOnlyThoseWhoMaySignIn()
    {
        Assert.False(await People.AnyAdministratorAsync());
        await People.AddAsync(StoreSamples.Account("p1", "a", StaffRole.Administrator) with { Disabled = true }, StoreSamples.Audit());
        Assert.False(await People.AnyAdministratorAsync());
        await People.AddAsync(StoreSamples.Account("p2", "b", StaffRole.Administrator), StoreSamples.Audit());
        Assert.True(await People.AnyAdministratorAsync());
    }

    [Fact]
    public async Task SetupCode_IsUsedOnce()
    {
        var first = StoreSamples.Account("p1", "root", StaffRole.Administrator);
        Assert.Equal(SetupResult.WrongCode, await People.UseSetupCodeAsync("h1", first, StoreSamples.Audit()));
        await People.SetSetupCodeAsync("h0", StoreSamples.Start);
        await People.SetSetupCodeAsync("h1", StoreSamples.Start);

        Assert.Equal(SetupResult.WrongCode, await People.UseSetupCodeAsync("h0", first, StoreSamples.Audit()));
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(() =>
            People.UseSetupCodeAsync("h1", StoreSamples.Account($"p{i}", $"root{i}", StaffRole.Administrator), StoreSamples.Audit()))));

        Assert.Single(results, SetupResult.Done);
        Assert.Equal(3, results.Count(r => r == SetupResult.AlreadyUsed));
        Assert.Single(await People.ListAsync());
    }

    [Fact]
    public async Task SetupCode_NameTaken_KeepsTheCode()
    {
        await People.AddAsync(StoreSamples.Account("p1", "root"), StoreSamples.Audit());
        await People.SetSetupCodeAsync("h1", StoreSamples.Start);

        Assert.Equal(SetupResult.NameTaken, await People.UseSetupCodeAsync("h1", StoreSamples.Account("p2", "ROOT"), StoreSamples.Audit()));
        Assert.Equal(SetupResult.Done, await People.UseSetupCodeAsync("h1", StoreSamples.Account("p2", "root2"), StoreSamples.Audit()));
    }
}
