using ConsultCluster.Domain;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>Changes accounts, and announces what they may do no more.</summary>
public sealed class AccountChanger(IPersonStore people, IAccountChanges changes)
{
    /// <summary>See <see cref="IPersonStore.ChangeAsync"/>; returns when everything that the change ends has been told.</summary>
    public async Task<AccountUpdate> ChangeAsync(PersonId person, AccountEdit edit, ChangeOrigin origin)
    {
        var update = await people.ChangeAsync(person, edit, origin);
        await AnnounceAsync(update, edit.Password?.KeepSession, origin.By, origin.From);
        return update;
    }

    /// <summary>See <see cref="IPersonStore.UseRecoveryCodeAsync"/>.</summary>
    public async Task<AccountUpdate?> RecoverAsync(string codeHash, NewPassword password, string from, DateTimeOffset at)
    {
        var update = await people.UseRecoveryCodeAsync(codeHash, password, from, at);
        if (update?.After is { } account)
        {
            await AnnounceAsync(update, null, account.Id, from);
        }

        return update;
    }

    private async Task AnnounceAsync(AccountUpdate update, string? keep, PersonId by, string from)
    {
        if (update.After is not { Id: var person })
        {
            return;
        }

        if (update.WasDisabled)
        {
            await changes.AnnounceAsync(new AccountChange(person, AccountChangeKind.Disabled, null, by, from));
        }

        if (update.HasNewRole)
        {
            await changes.AnnounceAsync(new AccountChange(person, AccountChangeKind.RoleChanged, null, by, from));
        }

        if (update.HasNewPassword)
        {
            await changes.AnnounceAsync(new AccountChange(person, AccountChangeKind.PasswordChanged, keep, by, from));
        }
    }
}
