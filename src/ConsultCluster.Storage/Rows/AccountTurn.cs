using System.Collections.Immutable;
using System.Text.Json;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Storage.Rows;

/// <summary>What a change of an account does, decided from the row as it is while the transaction holds it.</summary>
/// <param name="Update">The answer.</param>
/// <param name="Writes">Statements; none when nothing differs.</param>
/// <param name="Audit">Entries, which follow the statements.</param>
internal sealed record AccountTurn(AccountUpdate Update, ImmutableArray<Statement> Writes, ImmutableArray<AuditEntry> Audit)
{
    /// <param name="before">The row; null when there is none.</param>
    /// <param name="otherAdministrators">Administrators besides this account that are not disabled.</param>
    public static AccountTurn Of(StaffAccount? before, AccountEdit edit, ChangeOrigin origin, long otherAdministrators)
    {
        if (before is null)
        {
            return Refused(AccountUpdateResult.Unknown, null);
        }

        var isStale = edit.ExpectedVersion is { } expected && expected != before.Version;
        if (isStale || (edit.Password?.Replaces is { } replaces && replaces != before.PasswordHash))
        {
            return Refused(AccountUpdateResult.Stale, before);
        }

        var after = Apply(before, edit, origin);
        if (IsActiveAdministrator(before) && !IsActiveAdministrator(after) && otherAdministrators == 0)
        {
            return Refused(AccountUpdateResult.LastAdministrator, before);
        }

        return after == before
            ? new AccountTurn(new AccountUpdate(AccountUpdateResult.Done, before, before), [], [])
            : Written(before, after with { Version = before.Version + 1 }, edit, origin);
    }

    private static AccountTurn Refused(AccountUpdateResult result, StaffAccount? before) => new(new AccountUpdate(result, before, null), [], []);

    private static StaffAccount Apply(StaffAccount before, AccountEdit edit, ChangeOrigin origin)
    {
        var after = before with
        {
            DisplayName = edit.DisplayName ?? before.DisplayName,
            Role = edit.Role ?? before.Role,
            Disabled = edit.Disabled ?? before.Disabled,
            Reset = edit.HasSeenReset && before.Reset is { } seen ? seen with { Seen = true } : before.Reset,
        };
        return edit.Password is not { } password ? after : after with
        {
            PasswordHash = password.Hash,
            OneTimeUntil = password.OneTimeUntil,
            Reset = password.OneTimeUntil is null ? after.Reset : new PasswordReset(origin.By, origin.At, Seen: false),
        };
    }

    private static AccountTurn Written(StaffAccount before, StaffAccount after, AccountEdit edit, ChangeOrigin origin)
    {
        var update = new AccountUpdate(AccountUpdateResult.Done, before, after);
        var writes = ImmutableArray.Create(Change(before, after));
        // Another role counts from the next request on: the session's account is read with each.
        if (update.WasDisabled || update.HasNewPassword)
        {
            writes = writes.Add(SessionRows.DeleteOthers(after.Id, update.WasDisabled ? null : edit.Password?.KeepSession));
        }

        return new AccountTurn(update, writes, [.. Entries(before, after, origin)]);
    }

    private static Statement Change(StaffAccount before, StaffAccount after)
    {
        var columns = new List<(string Name, object? Value)> { ("version", after.Version) };
        Add("display_name", before.DisplayName, after.DisplayName);
        Add("role", Words.Of(before.Role), Words.Of(after.Role));
        Add("disabled", before.Disabled, after.Disabled);
        Add("password_hash", before.PasswordHash, after.PasswordHash);
        Add("one_time_until", before.OneTimeUntil, after.OneTimeUntil);
        Add("reset_by", before.Reset?.By.Value, after.Reset?.By.Value);
        Add("reset_at", before.Reset?.At, after.Reset?.At);
        Add("reset_seen", before.Reset?.Seen ?? false, after.Reset?.Seen ?? false);
        return new Statement(
            $"UPDATE people SET {string.Join(", ", columns.Select(column => $"{column.Name} = {(column.Value is null ? "NULL" : "@" + column.Name)}"))} WHERE id = @id",
            [("@id", after.Id.Value), .. columns.Where(column => column.Value is not null).Select(column => ("@" + column.Name, column.Value))]);

        void Add<T>(string name, T old, T now)
        {
            if (!EqualityComparer<T>.Default.Equals(old, now))
            {
                columns.Add((name, now));
            }
        }
    }

    /// <summary>Who changed which field from what to what; of a password only that it is another.</summary>
    private static IEnumerable<AuditEntry> Entries(StaffAccount before, StaffAccount after, ChangeOrigin origin)
    {
        var changes = new Dictionary<string, FromTo>(StringComparer.Ordinal);
        Add("displayName", before.DisplayName, after.DisplayName);
        Add("role", Words.Of(before.Role), Words.Of(after.Role));
        Add("disabled", before.Disabled, after.Disabled);
        if (changes.Count > 0)
        {
            yield return Entry(AuditActions.PersonChanged, new { person = after.Id.Value, changes });
        }

        if (after.PasswordHash != before.PasswordHash)
        {
            yield return after.OneTimeUntil is { } until
                ? Entry(AuditActions.PasswordReset, new { person = after.Id.Value, oneTimeUntil = until })
                : Entry(AuditActions.PasswordChanged, new { person = after.Id.Value });
        }
        else if (after.Reset != before.Reset)
        {
            yield return Entry(AuditActions.PasswordResetSeen, new { person = after.Id.Value });
        }

        void Add<T>(string name, T old, T now)
        {
            if (!EqualityComparer<T>.Default.Equals(old, now))
            {
                changes[name] = new FromTo(old, now);
            }
        }

        AuditEntry Entry(string action, object detail) =>
            new(origin.At, null, origin.By, origin.From, action, JsonSerializer.Serialize(detail, JsonSerializerOptions.Web));
    }

    private static bool IsActiveAdministrator(StaffAccount account) => account.Role == StaffRole.Administrator && !account.Disabled;

    private sealed record FromTo(object? From, object? To);
}
