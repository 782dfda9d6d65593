using ConsultCluster.Domain;
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
        var account = StoreSamples.Account("p1", "Dr.Li") with { LockedUntil = StoreSamples.Start, FailedSignIns = 2, Disabled = true };

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
    public async Task Update_Account_WritesIt()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());
        await People.AddAsync(StoreSamples.Account("p2", "wang"), StoreSamples.Audit());
        var changed = account with { UserName = "li2", Role = StaffRole.Coordinator, PasswordHash = "new", SecurityStamp = "s2" };

        Assert.True(await People.UpdateAsync(changed, StoreSamples.Audit()));
        Assert.False(await People.UpdateAsync(changed with { UserName = "WANG" }, StoreSamples.Audit()));
        Assert.False(await People.UpdateAsync(StoreSamples.Account("nobody", "x"), StoreSamples.Audit()));

        Assert.Equal(changed, await People.FindAsync(account.Id));
    }

    [Fact]
    public async Task SignInFailures_AtOnce_AreAllCountedAndLock()
    {
        var account = StoreSamples.Account("p1", "li");
        await People.AddAsync(account, StoreSamples.Audit());
        var until = StoreSamples.Start.AddMinutes(5);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => People.RecordSignInFailureAsync(account.Id, 5, until, StoreSamples.Audit()))));
        Assert.Equal((4, null), ((await People.FindAsync(account.Id))!.FailedSignIns, (await People.FindAsync(account.Id))!.LockedUntil));

        var locked = await People.RecordSignInFailureAsync(account.Id, 5, until, StoreSamples.Audit());
        Assert.Equal(until, locked!.LockedUntil);

        await People.RecordSignInAsync(account.Id, StoreSamples.Audit());
        Assert.Equal(account, await People.FindAsync(account.Id));
        Assert.Null(await People.RecordSignInFailureAsync(new PersonId("nobody"), 5, until, StoreSamples.Audit()));
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
