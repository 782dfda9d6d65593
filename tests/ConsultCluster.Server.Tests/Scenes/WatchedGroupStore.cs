using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Server.Tests.Scenes;

/// <summary>A server's store that counts its calls and, when told so, commits and loses the answer.</summary>
internal sealed class WatchedGroupStore(IGroupStore inner) : IGroupStore
{
    private readonly Lock _lock = new();
    private readonly List<string> _calls = [];
    private int _answersToLose;

    /// <summary>Names of the calls since the last <see cref="Forget"/>, in order.</summary>
    public string[] Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _calls.Clear();
        }
    }

    /// <summary>The next save is committed, and its caller does not learn it.</summary>
    public void LoseNextAnswer() => Interlocked.Increment(ref _answersToLose);

    public async Task SaveAsync(GroupTurn turn)
    {
        Note("save");
        await inner.SaveAsync(turn);
        if (Interlocked.CompareExchange(ref _answersToLose, 0, 1) == 1)
        {
            throw new StorageUnavailableException("The test lost the answer to a commit.");
        }
    }

    public Task<StoredGroup?> LoadAsync(GroupId group) => Noted("load", inner.LoadAsync(group));

    public Task<ImmutableArray<GroupId>> ListOpenAsync() => Noted("list open", inner.ListOpenAsync());

    public Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person) => Noted("list open of", inner.ListOpenOfAsync(person));

    public Task<ConsultationList> ListAsync(ConsultationQuery query) => Noted("list", inner.ListAsync(query));

    public Task<ConsultationRecord?> FindAsync(GroupId group) => Noted("find", inner.FindAsync(group));

    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) => Noted("find by request", inner.FindByRequestAsync(request));

    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) => Noted("tokens", inner.TokensAsync(group));

    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) => Noted("participants", inner.ParticipantsAsync(group));

    public Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit) =>
        Noted("messages", inner.MessagesAsync(group, before, limit));

    public Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) =>
        Noted("find message", inner.FindMessageAsync(group, terminal, id));

    private void Note(string call)
    {
        lock (_lock)
        {
            _calls.Add(call);
        }
    }

    private Task<T> Noted<T>(string call, Task<T> answer)
    {
        Note(call);
        return answer;
    }
}
