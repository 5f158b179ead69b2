// Work beside the window: one thread, jobs in turn, results back on the thread of the window.
#pragma once

#include <wx/event.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>

#include "xinbu/base/result.hpp"

namespace xinbu::gui {

/// Belongs to the window whose work it does, as its last member, so that it goes first: its destructor asks
/// the job at work to stop, waits for it, and drops the other jobs and every result not delivered yet. All
/// functions but post() are for the window's thread.
class Worker {
public:
    Worker() : thread_([this] { serve(); }) {}
    ~Worker() {
        {
            const std::lock_guard lock(mutex_);
            closing_ = true;
            stop_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Runs `work(stop)` on the worker's thread, then `then(result)` on this one. `work` returns a Result;
    /// what it throws becomes its Error. Long work looks at `stop`, an atomic flag, now and then.
    template <class Work, class Then>
    void run(Work work, Then then) {
        ++unfinished_;
        {
            const std::lock_guard lock(mutex_);
            jobs_.push_back(std::make_unique<JobOf<Work, Then>>(*this, std::move(work), std::move(then)));
        }
        wake_.notify_one();
    }

    /// From inside a job: runs `show()` on the window's thread, unless the worker has gone by then.
    template <class F>
    void post(F show) {
        sink_.CallAfter(std::move(show));
    }

    /// Asks the job at work to stop. Its result still arrives.
    void stop() { stop_ = true; }
    bool busy() const { return unfinished_ > 0; }

private:
    struct Job {
        virtual ~Job() = default;
        virtual void run(const std::atomic<bool>& stop) = 0;
    };
    template <class Work, class Then>
    struct JobOf final : Job {
        JobOf(Worker& owner, Work work_to_do, Then then_to_do)
            : worker(owner),
              work(std::move(work_to_do)),
              then(std::make_shared<Then>(std::move(then_to_do))) {}
        void run(const std::atomic<bool>& stop) override {
            using R = std::invoke_result_t<Work&, const std::atomic<bool>&>;
            auto attempt = guarded([&] { return work(stop); });
            // Shared, because the event that carries it is copyable and results need not be.
            auto result = attempt ? std::make_shared<R>(std::move(*attempt))
                                  : std::make_shared<R>(fail(std::move(attempt.error())));
            worker.sink_.CallAfter([owner = &worker, done = then, result] {
                --owner->unfinished_;
                (*done)(std::move(*result));  // may destroy the worker: nothing of it is used afterwards
            });
        }
        Worker& worker;
        Work work;
        std::shared_ptr<Then> then;
    };

    void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            wake_.wait(lock, [this] { return closing_ || !jobs_.empty(); });
            if (closing_) return;
            const std::unique_ptr<Job> job = std::move(jobs_.front());
            jobs_.pop_front();
            stop_ = false;
            lock.unlock();
            job->run(stop_);
            lock.lock();
        }
    }

    wxEvtHandler sink_;  // events still queued for it are dropped when it goes
    int unfinished_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::unique_ptr<Job>> jobs_;
    bool closing_ = false;
    std::atomic<bool> stop_ = false;
    std::thread thread_;  // last: everything above exists when it starts
};

}  // namespace xinbu::gui
