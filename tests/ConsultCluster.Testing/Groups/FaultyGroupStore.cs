using System.Collections.Immutable;
using ConsultCluster.Domain;
using ConsultCluster.Domain.Groups;
using ConsultCluster.Domain.Tokens;
using ConsultCluster.Ports.Stores;

namespace ConsultCluster.Testing.Groups;

/// <summary>A store that refuses, hangs or loses its answers when it is told to, and notices two writes at once.</summary>
public sealed class FaultyGroupStore(IGroupStore inner) : IGroupStore
{
    private readonly List<GroupTurn> _lost = [];
    private int _saving;

    /// <summary>Refuses to write.</summary>
    public bool Broken { get; set; }

    /// <summary>What reading a group throws; null reads it.</summary>
    public Exception? LoadFails { get; set; }

    /// <summary>Writes, and loses that many answers.</summary>
    public int LosesAnswers { get; set; }

    /// <summary>Loses writes on their way, so that their answers are lost as well; they may still arrive.</summary>
    public bool LosesWrites { get; set; }

    /// <summary>While it is not done, nothing is written: the database hangs.</summary>
    public Task Writes { get; set; } = Task.CompletedTask;

    /// <summary>Writes that were asked for.</summary>
    public int Asked { get; private set; }

    public int Overlaps { get; private set; }

    public Task<StoredGroup?> LoadAsync(GroupId group) =>
        LoadFails is { } failure ? Task.FromException<StoredGroup?>(failure) : inner.LoadAsync(group);

    public async Task SaveAsync(GroupTurn turn)
    {
        Asked++;
        await Writes;
        if (LosesWrites)
        {
            _lost.Add(turn);
            throw new StorageUnavailableException("The test lost the write.");
        }

        if (Broken)
        {
            throw new StorageUnavailableException("The test broke the store.") { MayBeRecorded = false };
        }

        if (Interlocked.Increment(ref _saving) > 1)
        {
            Overlaps++;
        }

        await inner.SaveAsync(turn);
        Interlocked.Decrement(ref _saving);
        if (LosesAnswers > 0)
        {
            LosesAnswers--;
            throw new StorageUnavailableException("The test lost the answer.");
        }
    }

    /// <summary>A lost write arrives after all.</summary>
    /// <param name="index">The first is 0.</param>
    public Task ArriveAsync(int index) => inner.SaveAsync(_lost[index]);

    public Task<ImmutableArray<GroupId>> ListOpenAsync() => inner.ListOpenAsync();

    public Task<ImmutableArray<GroupId>> ListOpenOfAsync(PersonId person) => inner.ListOpenOfAsync(person);

    public Task<ConsultationList> ListAsync(ConsultationQuery query) => inner.ListAsync(query);

    public Task<ConsultationRecord?> FindAsync(GroupId group) => inner.FindAsync(group);

    public Task<ConsultationRecord?> FindByRequestAsync(RequestId request) => inner.FindByRequestAsync(request);

    public Task<ImmutableArray<TokenRecord>> TokensAsync(GroupId group) => inner.TokensAsync(group);

    public Task<ImmutableArray<Participant>> ParticipantsAsync(GroupId group) => inner.ParticipantsAsync(group);

    public Task<ImmutableArray<ChatMessage>> MessagesAsync(GroupId group, long? before, int limit) => inner.MessagesAsync(group, before, limit);

    public Task<ChatMessage?> FindMessageAsync(GroupId group, TerminalId terminal, string id) => inner.FindMessageAsync(group, terminal, id);
}
