using ConsultCluster.Cluster.Wire;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Accounts;
using ConsultCluster.Domain.Audit;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Accounts;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Cluster.Groups;

/// <summary>
/// How rights follow accounts. A command reads the accounts behind its caller in its own turn, and what they may no longer do is recorded before the command is
/// decided. So a command never has rights that were taken before its turn, whether or not the change was announced.
/// </summary>
internal sealed partial class ConsultationGroupGrain
{
    private static readonly PersonId _system = new(AuditEntry.System);

    private static readonly Refusal _justEnded =
        new(RefusalCodes.PermissionMissing, "Your account was changed meanwhile, and no longer allows this.");

    private readonly EntryPace _limits = new();

    public async Task<Answer> FollowAccountAsync(AccountChange change, DateTimeOffset until)
    {
        var answer = await AnswerAsync<Group>(async () =>
        {
            var account = await AsChangedAsync(change);
            var password = change.Kind == AccountChangeKind.PasswordChanged ? new PasswordChange(change.Session) : null;
            Add(null, (group, now) => group.FollowAccount(account, password, change.By, change.From, now, until));
            await _record.SettleAsync();
            return _record.State;
        });
        return answer.Plain();
    }

    /// <summary>The account as the change leaves it. Only a new role has to be read; the rest must not wait for what could be away.</summary>
    private async Task<AccountState> AsChangedAsync(AccountChange change)
    {
        var none = AccountState.None(change.Person);
        return change.Kind switch
        {
            AccountChangeKind.Disabled => none with { IsActive = false },
            AccountChangeKind.SessionEnded when change.Session is { } session => none with { EndedSessions = [session] },
            AccountChangeKind.PasswordChanged => none,
            _ => await FindAccountAsync(change.Person) ?? none,
        };
    }

    /// <summary>A command of somebody who comes by account or by seat.</summary>
    private Task<Answer<T>> ByAccountAsync<T>(Actor by, Func<Group, AccountState?, DateTimeOffset, Decision<T>> command)
        where T : class => by.Seat is { } terminal
            ? BehindSeatAsync(terminal, (group, now) => Task.FromResult(command(group, null, now)))
            : AnswerAsync(async () =>
            {
                var account = await FollowAsync([by.Person]) is [var found] ? found : null;
                return await _record.ApplyAsync((group, now) => Task.FromResult(command(group, account, now)));
            });

    private Task<Answer<T>> BehindSeatAsync<T>(TerminalId terminal, Func<Group, DateTimeOffset, Task<Decision<T>>> command)
        where T : class => BehindTokenAsync(() => _record.State.SeatOf(terminal)?.Member.Token, command);

    private Task<Answer<T>> BehindTokenAsync<T>(TokenId token, Func<Group, DateTimeOffset, Task<Decision<T>>> command)
        where T : class => BehindTokenAsync(() => token, command);

    private Task<Answer<T>> BehindTokenAsync<T>(Func<TokenId?> token, Func<Group, DateTimeOffset, Task<Decision<T>>> command)
        where T : class => AnswerAsync(async () =>
        {
            if (token() is { } id && _record.State.TokenOf(id) is { } record)
            {
                await FollowAsync(record.IsOwn ? [record.IssuedBy] : [record.Claims.Person, record.IssuedBy]);
            }

            return await _record.ApplyAsync(command);
        });

    /// <summary>
    /// Whoever changes an account tells the groups in which it has tokens. A token that was recorded at the same moment may be missing there, so the account is
    /// looked at once more before the token is handed out.
    /// </summary>
    private async Task<Answer<TokenClaims>> StillLiveAsync(Answer<TokenClaims> answer, TokenClaims claims, Actor by)
    {
        var settled = await AnswerAsync<TokenClaims>(async () =>
        {
            await FollowAsync([by.Person]);
            await _record.SettleAsync();
            return _record.State.TokenOf(claims.Id) is { IsLive: true } ? claims : _justEnded;
        });
        return settled.Value is null ? settled : answer;
    }

    /// <summary>Reads the accounts; what they may no longer do is recorded before anything else.</summary>
    private async Task<IReadOnlyList<AccountState>> FollowAsync(IReadOnlyCollection<PersonId> people)
    {
        if (_record.State.Request is null || _record.State.Ended)
        {
            return [];
        }

        var accounts = await _services.Accounts.FindAsync(people);
        foreach (var account in accounts.Where(account => _record.State.IsBehind(account, _services.Now)))
        {
            AddFollowing(account);
        }

        return accounts;
    }

    private async Task<AccountState?> FindAccountAsync(PersonId person) => (await _services.Accounts.FindAsync([person])) is [var account] ? account : null;

    /// <summary>After a restart: what was changed while no process had the group. The watch does it later if the accounts cannot be read now.</summary>
    private async Task FollowAllAsync(Group group)
    {
        try
        {
            PersonId[] people = [.. group.PeopleBehindTokens()];
            if (people.Length > 0)
            {
                await FollowAsync(people);
                await _record.SettleAsync();
            }
        }
        catch (StorageUnavailableException e)
        {
            ClusterLog.AccountsUnread(_services.Logger, e);
            SettleSoon();
        }
    }

    private void FollowSoon(AccountState account) => _ = Task.Factory.StartNew(
        () =>
        {
            AddFollowing(account);
            SettleSoon();
        },
        CancellationToken.None,
        TaskCreationOptions.DenyChildAttach,
        _turns);

    private void AddFollowing(AccountState account) => _record.Add(new PendingCommand(
        null, (group, now) => group.FollowAccount(account, null, _system, AuditEntry.System, now)));

    /// <summary>Counts a refusal by a limit, and puts it on record.</summary>
    private void Note<T>(Answer<T> answer, PersonId by, string from)
        where T : class
    {
        if (answer.Refusal is { } refusal && Limits.Of(refusal.Code) is { } limit)
        {
            _services.Metrics.LimitReached(limit);
            if (_limits.Take(limit, _services.Uptime) > 0)
            {
                Add(null, (group, now) => group.RecordLimit(limit, by, from, now));
            }
        }
    }
}
