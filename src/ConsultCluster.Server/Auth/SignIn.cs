using ConsultCluster.Domain;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Auth;

/// <summary>
/// Checks user name and password. Unknown names, wrong passwords and disabled accounts get the same answer after the same
/// work, and unknown names lock like known ones, so that nobody can find out who has an account.
/// </summary>
public sealed class SignIn(IPersonStore people, IAuditStore audits, StaffPasswords passwords, DemoAccounts demo, UnknownNames unknown, TimeProvider clock)
{
    /// <summary>Refused sign-ins in a row that lock.</summary>
    public const int Threshold = 5;

    /// <summary>How long a lock holds.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private const int MaxLength = 256;
    private const string NoDetail = "{}";

    private static readonly Refusal Failed = new(RefusalCodes.SignInFailed, "User name or password is wrong.");
    private static readonly Refusal Locked = new(RefusalCodes.SignInLocked, "Too many failed sign-ins; wait five minutes.");

    /// <summary>The account, or <c>sign_in.failed</c> or <c>sign_in.locked</c>.</summary>
    /// <param name="from">Network address, for the audit.</param>
    public async Task<Outcome<StaffAccount>> CheckAsync(string userName, string password, string from)
    {
        if (userName.Length > MaxLength || password.Length > MaxLength)
        {
            return Failed;
        }

        var account = await people.FindByUserNameAsync(userName);
        var correct = passwords.Verify(account, password);
        return account is null ? await RefuseUnknownAsync(userName, from) : await AnswerAsync(account, correct, from);
    }

    private async Task<Outcome<StaffAccount>> AnswerAsync(StaffAccount account, bool correct, string from)
    {
        var now = clock.GetUtcNow();
        if (account.LockedUntil > now)
        {
            await audits.AppendAsync(Entry(account.Id, AuditActions.SignInFailed, """{"reason":"locked"}"""));
            return Locked;
        }

        if (correct && !account.Disabled && demo.MaySignIn(account))
        {
            await people.RecordSignInAsync(account.Id, Entry(account.Id, AuditActions.SignedIn, NoDetail));
            return account;
        }

        var after = await people.RecordSignInFailureAsync(
            account.Id, Threshold, now + LockTime, Entry(account.Id, AuditActions.SignInFailed, NoDetail));
        return after?.LockedUntil > now ? Locked : Failed;

        AuditEntry Entry(PersonId by, string action, string detail) => new(now, null, by, from, action, detail);
    }

    private async Task<Outcome<StaffAccount>> RefuseUnknownAsync(string userName, string from)
    {
        var now = clock.GetUtcNow();
        var locked = unknown.Fail(userName, now);
        await audits.AppendAsync(new AuditEntry(
            now, null, new PersonId(AuditEntry.System), from, AuditActions.SignInFailed, """{"reason":"unknown name"}"""));
        return locked ? Locked : Failed;
    }
}
