package resilience

import "sync"

// mostSaved is how many retries a quiet time may save up.
const mostSaved = 10

// budget has each request earn a share of a retry, and each retry cost a whole one.
type budget struct {
	share float64
	mutex sync.Mutex
	saved float64
}

// earn counts a request, and says whether there may be a retry now.
func (b *budget) earn() bool {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.saved = min(mostSaved, b.saved+b.share)
	return b.saved >= 1
}

func (b *budget) spend(retries int) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.saved -= float64(max(0, retries))
}
